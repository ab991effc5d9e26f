package io.shiplog.journal.past;

import io.shiplog.journal.State;
import java.time.Instant;

/**
 * The cluster at one moment.
 *
 * @param state everything as it was
 * @param time when that was: what is said of ages counts from it
 */
public record PastMoment(State state, Instant time) {}
