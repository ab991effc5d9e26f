/** The entry of the command line. */
@NullMarked
package io.shiplog.compose;

import org.jspecify.annotations.NullMarked;
