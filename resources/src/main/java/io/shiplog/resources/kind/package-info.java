/** What a kind is: its names, its schema, and every rule about its objects, as one immutable value. */
@NullMarked
package io.shiplog.resources.kind;

import org.jspecify.annotations.NullMarked;
