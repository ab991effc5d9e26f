package io.shiplog.scheduler.write;

import java.time.Instant;
import java.util.function.Supplier;

/**
 * What writes need from outside.
 *
 * @param now the time of the decision
 * @param ids gives a fresh uid each time
 */
public record WriteContext(Instant now, Supplier<String> ids) {}
