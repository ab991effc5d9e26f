/**
 * A scratch cluster from a past moment of another one, and what is replayed in it. Reads a backup that goes from before
 * the moment to the end of what is replayed; writes to the scratch cluster's journal, as the people who are replayed.
 */
@NullMarked
package io.shiplog.cluster.fork;

import org.jspecify.annotations.NullMarked;
