/** The journal's benchmark: {@code ./shiplog bench journal}. */
@NullMarked
package io.shiplog.journal.bench;

import org.jspecify.annotations.NullMarked;
