/** The functions of expressions: their declarations for the checker, what they do, and what a call costs. */
@NullMarked
package io.shiplog.cel.library;

import org.jspecify.annotations.NullMarked;
