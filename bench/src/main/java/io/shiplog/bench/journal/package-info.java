/** The journal's benchmark: {@code ./shiplog bench journal}. */
@NullMarked
package io.shiplog.bench.journal;

import org.jspecify.annotations.NullMarked;
