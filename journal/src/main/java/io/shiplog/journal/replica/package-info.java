/**
 * A replica: the current state of the cluster in memory, folded from the journal's tail by one thread, with what its
 * users wait for: verdicts on their proposals, reads of the most recent state, and watches of what changes.
 */
@NullMarked
package io.shiplog.journal.replica;

import org.jspecify.annotations.NullMarked;
