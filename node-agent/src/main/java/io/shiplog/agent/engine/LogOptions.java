package io.shiplog.agent.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a container's output to deliver, and how.
 *
 * @param follow goes on until the container ends
 * @param timestamps puts an RFC 3339 time with nanoseconds and a blank before each line
 * @param tailLines only that many last lines; null for all
 * @param since only lines written then or later; null for all
 */
public record LogOptions(
        boolean follow,
        boolean timestamps,
        @Nullable Integer tailLines,
        @Nullable Instant since) {
    public static final LogOptions ALL = new LogOptions(false, false, null, null);
}
