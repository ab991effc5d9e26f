package io.shiplog.reconcilers.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.kafka.boot.Boot;
import io.shiplog.journal.kafka.boot.StateFollower;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.past.KeyframeSink;
import io.shiplog.journal.streams.Instruments;
import io.shiplog.journal.streams.NodePartition;
import io.shiplog.journal.streams.StreamsApplication;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.ControllerSettings;
import io.shiplog.reconcilers.ReconcilersRole;
import io.shiplog.reconcilers.ReconcilersSettings;
import io.shiplog.reconcilers.materializer.FoldMeters;
import io.shiplog.reconcilers.materializer.KafkaBootState;
import io.shiplog.reconcilers.materializer.MaterializerTopology;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A cluster on a Kafka, with as many reconciler roles as a test starts. */
final class Cluster implements AutoCloseable {
    private final Path directory;
    private final Map<ObjectRef, StoredObject> objects = new ConcurrentHashMap<>();
    private final StateFollower follower;
    final ClusterConfig config;
    final KafkaJournal journal;

    Cluster(Path directory, ClusterConfig config) {
        this.directory = directory;
        this.config = config;
        TopicSetup.ensure(config, TopicSettings.singleBroker());
        journal = KafkaJournal.open(config, JournalSettings.DEFAULT);
        follower = StateFollower.start(config, _ -> true, new Following());
    }

    private final class Following implements StateFollower.Listener {
        @Override
        public void changed(List<StateRecord> records) {
            for (StateRecord record : records) {
                StoredObject object = record.stored();
                if (object == null) {
                    objects.remove(record.ref());
                } else {
                    objects.put(record.ref(), object);
                }
            }
        }

        @Override
        public void loaded() {}

        @Override
        public void failed(Throwable fault) {
            throw new IllegalStateException("the follower failed", fault);
        }
    }

    /** The object as the state topic has it. */
    @Nullable
    StoredObject get(GroupResource resource, String key) {
        return objects.get(new ObjectRef(resource, ObjectKey.parse(key)));
    }

    /** The pods with the label {@code app}. */
    List<StoredObject> pods(String app) {
        return objects.values().stream()
                .filter(object -> object.resource().equals(Pods.RESOURCE))
                .filter(pod -> app.equals(pod.facts().labels().get("app")))
                .toList();
    }

    /** The materializer alone. */
    StreamsApplication materializer(String instance) {
        var settings = new StreamsSettings(config, instance, directory.resolve("streams-" + instance));
        var registry = Instruments.unread().registry();
        var meters = new FoldMeters(registry);
        return StreamsApplication.start(
                () -> MaterializerTopology.of(config, new KafkaBootState(settings), KeyframeSink.NONE, meters),
                MaterializerTopology.settings(settings),
                registry);
    }

    ReconcilersRole role(String instance) {
        return ReconcilersRole.start(
                ReconcilersSettings.of(
                        new StreamsSettings(config, instance, directory.resolve("streams-" + instance)),
                        new ControllerSettings("ca"),
                        Set.of()),
                Instruments.unread());
    }

    long propose(Write... writes) {
        return journal.append(proposal(writes)).join();
    }

    static Proposal proposal(Write... writes) {
        var origin = new Origin("tester", List.of("system:masters"), "create", "test");
        return new Proposal(UUID.randomUUID().toString(), origin, List.of(writes));
    }

    /** What the state topic says now. */
    State state() {
        return Boot.boot(config).state();
    }

    /** A ReplicaSet that wants {@code replicas} pods. */
    static Write replicaSet(String name, int replicas) {
        return Write.create(
                ReplicaSets.RESOURCE, new ObjectKey("default", name), "uid-" + name, replicaSetJson(name, replicas));
    }

    /** A pod that is bound already. */
    static Write boundPod(String name, String node) {
        String json = """
                {"kind":"Pod","apiVersion":"v1","metadata":{"name":"%1$s","namespace":"default","uid":"uid-%1$s",
                "creationTimestamp":"2026-01-01T00:00:00Z"},"spec":{"nodeName":"%2$s","containers":[{"name":"c","image":"busybox"}]},
                "status":{"phase":"Pending"}}""".formatted(name, node).replace("\n", "");
        return Write.create(Pods.RESOURCE, new ObjectKey("default", name), "uid-" + name, json.getBytes(UTF_8));
    }

    /** What was written to {@code assignments} until now, oldest first in each partition. */
    List<ConsumerRecord<byte[], byte[]>> assignments() {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                config.clientSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.assignments(config)).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** The latest assignment of each key that has one. */
    Map<String, byte[]> latestAssignments() {
        var latest = new HashMap<String, byte[]>();
        for (ConsumerRecord<byte[], byte[]> record : assignments()) {
            String key = new String(record.key(), UTF_8);
            if (record.value() == null) {
                latest.remove(key);
            } else {
                latest.put(key, record.value());
            }
        }
        return latest;
    }

    /** Writes an assignment as an instance would that nobody knows of. */
    void writeAssignment(String node, String key, byte[] value) {
        try (var producer =
                new KafkaProducer<>(config.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            int partitions = producer.partitionsFor(Topics.assignments(config)).size();
            producer.send(new ProducerRecord<>(
                    Topics.assignments(config), NodePartition.of(node, partitions), key.getBytes(UTF_8), value));
        }
    }

    private static byte[] replicaSetJson(String name, int replicas) {
        return """
                {"kind":"ReplicaSet","apiVersion":"apps/v1","metadata":{"name":"%1$s","namespace":"default","uid":"uid-%1$s","generation":1,
                "creationTimestamp":"2026-01-01T00:00:00Z"},"spec":{"replicas":%2$d,"selector":{"matchLabels":{"app":"%1$s"}},
                "template":{"metadata":{"labels":{"app":"%1$s"}},"spec":{"containers":[{"name":"c","image":"busybox"}]}}},
                "status":{"replicas":0}}""".formatted(name, replicas).replace("\n", "").getBytes(UTF_8);
    }

    @Override
    public void close() {
        follower.close();
        journal.close();
    }
}
