/** The API's kinds and everything that can be said about one object without a server: all pure functions of values. */
@NullMarked
package io.shiplog.resources;

import org.jspecify.annotations.NullMarked;
