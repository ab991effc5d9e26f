package io.shiplog.reconcilers;

import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.objects.GroupResource;
import io.shiplog.reconcilers.status.StatusSettings;
import java.util.Set;

/**
 * What the reconcilers role is told.
 *
 * @param streams the cluster, and this process' name and folder; the name stays the same over restarts
 * @param resources every resource type that the cluster stores, each of which has a state topic
 * @param controllers what the controllers are told
 * @param status what the fold of the nodes' reports is told
 */
public record ReconcilersSettings(
        StreamsSettings streams, Set<GroupResource> resources, ControllerSettings controllers, StatusSettings status) {
    public ReconcilersSettings {
        resources = Set.copyOf(resources);
    }

    /** With the usual times of a cluster. */
    public static ReconcilersSettings of(
            StreamsSettings streams, Set<GroupResource> resources, ControllerSettings controllers) {
        return new ReconcilersSettings(streams, resources, controllers, StatusSettings.DEFAULT);
    }
}
