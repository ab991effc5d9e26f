/** Checked expressions made into trees of nodes that evaluate themselves and count what that costs. */
@NullMarked
package io.shiplog.cel.eval;

import org.jspecify.annotations.NullMarked;
