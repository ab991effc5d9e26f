package io.shiplog.apiserver;

import io.shiplog.apiserver.services.NodePorts;
import io.shiplog.journal.GroupResource;
import io.shiplog.journal.kafka.Boot;
import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.kafka.JournalSettings;
import io.shiplog.journal.kafka.KafkaJournal;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.resources.catalogue.Catalogue;
import io.shiplog.resources.catalogue.ResourceKind;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** A replica of a cluster on Kafka: booted from the state topics, then folding the journal. Owns its journal client. */
public final class KafkaReplica implements AutoCloseable {
    private final KafkaJournal journal;
    private final Replica replica;

    private KafkaReplica(KafkaJournal journal, Replica replica) {
        this.journal = journal;
        this.replica = replica;
    }

    /**
     * Boots a replica of what the API serves. The topics must be there.
     *
     * @throws RuntimeException as {@link Boot#boot} says
     */
    public static KafkaReplica start(
            ClusterConfig cluster, JournalSettings journalSettings, ReplicaSettings replicaSettings) {
        var booted = Boot.boot(cluster, resources());
        KafkaJournal journal = KafkaJournal.open(cluster, journalSettings);
        try {
            return new KafkaReplica(journal, Replica.start(journal, booted.state(), replicaSettings));
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** Every resource that the API server stores objects of: what a cluster needs state topics for. */
    public static Collection<GroupResource> resources() {
        Catalogue catalogue = Catalogue.builtIn();
        Set<GroupResource> resources = new LinkedHashSet<>();
        for (ResourceKind kind : catalogue.kinds()) {
            if (kind.stored()) {
                ResourceKind stored = catalogue.storage(kind);
                resources.add(new GroupResource(stored.plural(), stored.group()));
            }
        }
        resources.add(NodePorts.RESOURCE);
        return resources;
    }

    public Replica replica() {
        return replica;
    }

    @Override
    public void close() {
        replica.close();
        journal.close();
    }
}
