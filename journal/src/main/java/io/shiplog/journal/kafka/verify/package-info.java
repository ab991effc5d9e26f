/**
 * The audit of a cluster's topics: the journal is folded again and compared with what the materializer wrote. Reads
 * {@code journal}, {@code state}, {@code keyframes}; writes nothing.
 */
@NullMarked
package io.shiplog.journal.kafka.verify;

import org.jspecify.annotations.NullMarked;
