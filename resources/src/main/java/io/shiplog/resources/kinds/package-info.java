/**
 * The kinds that an API serves: one folder for each kind or family of kinds, the list that registers them, and those
 * that the objects of a cluster declare.
 */
@NullMarked
package io.shiplog.resources.kinds;

import org.jspecify.annotations.NullMarked;
