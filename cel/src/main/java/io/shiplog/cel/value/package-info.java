/** The values of expressions and what they are to one another: equal, ordered, of a type, converted. */
@NullMarked
package io.shiplog.cel.value;

import org.jspecify.annotations.NullMarked;
