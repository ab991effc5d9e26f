package io.shiplog.reconcilers.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.GroupResource;
import io.shiplog.journal.ObjectKey;
import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.Write;
import io.shiplog.journal.kafka.Boot;
import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.kafka.JournalSettings;
import io.shiplog.journal.kafka.KafkaJournal;
import io.shiplog.journal.kafka.TopicSettings;
import io.shiplog.journal.kafka.TopicSetup;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.reconcilers.ControllerSettings;
import io.shiplog.reconcilers.ReconcilersRole;
import io.shiplog.reconcilers.ReconcilersSettings;
import io.shiplog.reconcilers.objects.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** A cluster on an embedded Kafka, with as many reconciler roles as a test starts. */
final class Cluster implements AutoCloseable {
    static final Set<GroupResource> RESOURCES = new TreeSet<>(List.of(
            Resources.PODS,
            Resources.NODES,
            Resources.NAMESPACES,
            Resources.SERVICES,
            Resources.ENDPOINTS,
            Resources.ENDPOINT_SLICES,
            Resources.EVENTS,
            Resources.CONFIG_MAPS,
            GroupResource.core("secrets"),
            Resources.SERVICE_ACCOUNTS,
            Resources.REPLICATION_CONTROLLERS,
            Resources.REPLICA_SETS,
            Resources.DEPLOYMENTS));

    private final Path directory;
    private final EmbeddedKafka kafka;
    final ClusterConfig config;
    final KafkaJournal journal;

    Cluster(Path directory) {
        this.directory = directory;
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        config = kafka.cluster("c");
        TopicSetup.ensure(config, RESOURCES, TopicSettings.singleBroker());
        journal = KafkaJournal.open(config, JournalSettings.DEFAULT);
    }

    ReconcilersRole role(String instance) {
        return ReconcilersRole.start(ReconcilersSettings.of(
                new StreamsSettings(config, instance, directory.resolve("streams-" + instance)),
                RESOURCES,
                new ControllerSettings("ca")));
    }

    long propose(Write... writes) {
        var origin = new Origin("tester", List.of("system:masters"), "create", "test");
        return journal.append(new Proposal(UUID.randomUUID().toString(), origin, List.of(writes)))
                .join();
    }

    /** What the state topics say now. */
    State state() {
        return Boot.boot(config, RESOURCES).state();
    }

    /** A ReplicaSet that wants {@code replicas} pods. */
    static Write replicaSet(String name, int replicas) {
        return Write.create(
                Resources.REPLICA_SETS,
                new ObjectKey("default", name),
                "uid-" + name,
                replicaSetJson(name, replicas));
    }

    static Write scaled(StoredObject current, int replicas) {
        return Write.replace(current, replicaSetJson(current.key().name(), replicas));
    }

    private static byte[] replicaSetJson(String name, int replicas) {
        return """
                {"kind":"ReplicaSet","apiVersion":"apps/v1","metadata":{"name":"%1$s","namespace":"default","uid":"uid-%1$s","generation":1,
                "creationTimestamp":"2026-01-01T00:00:00Z"},"spec":{"replicas":%2$d,"selector":{"matchLabels":{"app":"%1$s"}},
                "template":{"metadata":{"labels":{"app":"%1$s"}},"spec":{"containers":[{"name":"c","image":"busybox"}]}}},
                "status":{"replicas":0}}"""
                .formatted(name, replicas)
                .replace("\n", "")
                .getBytes(UTF_8);
    }

    @Override
    public void close() {
        journal.close();
        kafka.close();
    }
}
