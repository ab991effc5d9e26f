package io.shiplog.reconcilers.status;

import java.time.Duration;

/**
 * What the fold of the nodes' reports is told.
 *
 * @param nodeSilence how long a node may be silent before its conditions become Unknown: upstream's
 *     {@code --node-monitor-grace-period}, 40 s in v1.31 and before, 50 s after
 * @param eventTtl how long Events are kept: one that was last seen longer ago is not written again
 */
public record StatusSettings(Duration nodeSilence, Duration eventTtl) {
    public static final StatusSettings DEFAULT = new StatusSettings(Duration.ofSeconds(40), Duration.ofHours(1));
}
