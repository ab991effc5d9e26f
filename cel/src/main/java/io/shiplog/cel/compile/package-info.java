/** Texts made into checked expressions, with the errors that somebody is told who wrote a wrong one. */
@NullMarked
package io.shiplog.cel.compile;

import org.jspecify.annotations.NullMarked;
