package io.shiplog.journal;

import java.time.Instant;

/**
 * A proposal at its place in the journal.
 *
 * @param offset its journal offset; its resourceVersion is offset + 1
 * @param time the broker's append time
 */
public record JournalRecord(long offset, Instant time, Proposal proposal) {}
