/**
 * What an object is in memory, what addresses it, what a write of it is, and the one way to read a moment of the
 * cluster ({@link io.shiplog.objects.View}). Values only: reads and writes nothing.
 */
@NullMarked
package io.shiplog.objects;

import org.jspecify.annotations.NullMarked;
