/** What an expression can cost at most, told before it is stored. */
@NullMarked
package io.shiplog.cel.cost;

import org.jspecify.annotations.NullMarked;
