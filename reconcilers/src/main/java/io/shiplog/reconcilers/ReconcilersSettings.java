package io.shiplog.reconcilers;

import io.shiplog.journal.seal.SealKey;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.objects.GroupResource;
import io.shiplog.reconcilers.status.StatusSettings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the reconcilers role is told.
 *
 * @param streams the cluster, and this process' name and folder; the name stays the same over restarts
 * @param controllers what the controllers are told
 * @param status what the fold of the nodes' reports is told
 * @param exports the resources that people's Kafka tools read topics of their own of; the topics exist
 * @param signer signs the journal's seals; null for nobody
 */
public record ReconcilersSettings(
        StreamsSettings streams,
        ControllerSettings controllers,
        StatusSettings status,
        Set<GroupResource> exports,
        SealKey.@Nullable Signer signer) {
    public ReconcilersSettings {
        exports = Set.copyOf(exports);
    }

    /** With the usual times of a cluster. */
    public static ReconcilersSettings of(
            StreamsSettings streams, ControllerSettings controllers, Set<GroupResource> exports) {
        return new ReconcilersSettings(streams, controllers, StatusSettings.DEFAULT, exports, null);
    }

    /** The same with the seals signed. */
    public ReconcilersSettings signing(SealKey.Signer by) {
        return new ReconcilersSettings(streams, controllers, status, exports, by);
    }
}
