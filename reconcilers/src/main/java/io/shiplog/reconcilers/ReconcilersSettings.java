package io.shiplog.reconcilers;

import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.reconcilers.status.StatusSettings;

/**
 * What the reconcilers role is told.
 *
 * @param streams the cluster, and this process' name and folder; the name stays the same over restarts
 * @param controllers what the controllers are told
 * @param status what the fold of the nodes' reports is told
 */
public record ReconcilersSettings(StreamsSettings streams, ControllerSettings controllers, StatusSettings status) {
    /** With the usual times of a cluster. */
    public static ReconcilersSettings of(StreamsSettings streams, ControllerSettings controllers) {
        return new ReconcilersSettings(streams, controllers, StatusSettings.DEFAULT);
    }
}
