package io.shiplog.reconcilers;

import java.time.Instant;
import java.util.function.Supplier;

/**
 * What a pure reconcile may know of the outside: the time, and fresh uids for the objects it creates.
 *
 * @param now the time of this reconcile
 * @param uids gives a new random uid at each call
 */
public record Moment(Instant now, Supplier<String> uids) {}
