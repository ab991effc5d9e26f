/** The waist between kinds and what evaluates expressions (CEL): resources names what it needs, a module gives it. */
@NullMarked
package io.shiplog.resources.expression;

import org.jspecify.annotations.NullMarked;
