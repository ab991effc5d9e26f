/**
 * The materializer: folds the journal and writes what each accepted proposal left of its objects to the state topic.
 * Reads {@code journal} and, to find what a paused predecessor overwrote, its own output; writes {@code state}.
 */
@NullMarked
package io.shiplog.reconcilers.materializer;

import org.jspecify.annotations.NullMarked;
