/**
 * The journal and its fold: proposals, the accept rule, states and replicas.
 *
 * <p>The heart of this package ({@link io.shiplog.journal.State#fold}) is a pure function; every role of a cluster
 * that folds the same journal reaches the same states and verdicts. Reads and writes the {@code journal} topic.
 */
@NullMarked
package io.shiplog.journal;

import org.jspecify.annotations.NullMarked;
