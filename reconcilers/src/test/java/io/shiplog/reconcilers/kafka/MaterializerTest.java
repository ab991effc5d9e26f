package io.shiplog.reconcilers.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.State;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.streams.StreamsApplication;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.materializer.MaterializerTopology;
import io.shiplog.resources.kinds.pod.Pods;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaterializerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void aReplayOfTheJournalFromZeroGivesTheSameStateTopic() {
        try (Cluster cluster = new Cluster(directory, kafka.cluster("replay"))) {
            State expected = randomHistory(cluster, 300);
            try (StreamsApplication _ = cluster.materializer("one")) {
                awaitState(cluster, expected);
            }
            // The same again on the topics that are there, by a group that has forgotten where it was.
            forgetOffsets(cluster);
            try (StreamsApplication again = cluster.materializer("one")) {
                await().atMost(PATIENCE).until(again::ready);
                long marker = cluster.propose(
                        Write.create(Pods.RESOURCE, ObjectKey.parse("ns/last"), "last", json("last", "last")));
                await().atMost(PATIENCE).until(() -> cluster.get(Pods.RESOURCE, "ns/last") != null);
                assertThat(objects(cluster.state()))
                        .filteredOn(line -> !line.startsWith("pods ns/last@" + (marker + 1)))
                        .isEqualTo(objects(expected));
            }
        }
        try (Cluster source = new Cluster(directory, kafka.cluster("replay"));
                Cluster copy = new Cluster(directory, kafka.cluster("copy"))) {
            // And from nothing, on empty topics.
            copyJournal(source, copy);
            try (StreamsApplication _ = copy.materializer("one")) {
                awaitState(copy, source.state());
            }
        }
    }

    @Test
    void writesAgainWhatAPausedPredecessorOverwrites() {
        try (Cluster cluster = new Cluster(directory, kafka.cluster("zombie"));
                StreamsApplication _ = cluster.materializer("one")) {
            ObjectKey key = ObjectKey.parse("ns/a");
            cluster.propose(Write.create(Pods.RESOURCE, key, "uid", json("uid", "first")));
            await().atMost(PATIENCE).until(() -> cluster.get(Pods.RESOURCE, "ns/a") != null);
            StoredObject first = Objects.requireNonNull(cluster.get(Pods.RESOURCE, "ns/a"));
            long second = cluster.propose(Write.replace(first, json("uid", "second"))) + 1;
            await().atMost(PATIENCE)
                    .until(() -> Objects.requireNonNull(cluster.get(Pods.RESOURCE, "ns/a"))
                                    .resourceVersion()
                            == second);
            var stale = new StateRecord(Pods.RESOURCE, key, "uid", first.resourceVersion(), "old", first.json());
            produce(cluster, stale);
            await().atMost(PATIENCE).untilAsserted(() -> {
                List<ConsumerRecord<byte[], byte[]>> records = objectRecords(cluster);
                assertThat(records).hasSize(4);
                StateRecord last = read(records.getLast());
                assertThat(last.resourceVersion()).isEqualTo(second);
            });
        }
    }

    /** Proposals of which some lose, and the state that they lead to. */
    private static State randomHistory(Cluster cluster, int length) {
        var random = new Random(7);
        State state = State.EMPTY;
        for (int i = 0; i < length; i++) {
            ObjectKey key = ObjectKey.parse("ns/p" + random.nextInt(20));
            StoredObject current = state.get(Pods.RESOURCE, key);
            Write write;
            if (current == null || random.nextInt(10) == 0) {
                write = Write.create(Pods.RESOURCE, key, "uid" + i, json("uid" + i, "v" + i));
            } else if (random.nextInt(4) == 0) {
                write = Write.delete(current);
            } else {
                write = Write.replace(current, json(current.uid(), "v" + i));
            }
            long offset = cluster.propose(write);
            state = state.fold(Cluster.proposal(write), offset).next();
        }
        return state;
    }

    private static void awaitState(Cluster cluster, State expected) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(objects(cluster.state())).isEqualTo(objects(expected)));
    }

    private static List<String> objects(State state) {
        var lines = new ArrayList<String>();
        for (var resource : state.resources()) {
            for (StoredObject object : state.list(resource)) {
                lines.add(object + " " + object.uid() + " " + new String(object.json(), StandardCharsets.UTF_8));
            }
        }
        lines.sort(Comparator.naturalOrder());
        return lines;
    }

    private static byte[] json(String uid, String text) {
        return "{\"metadata\":{\"uid\":\"%s\",\"annotations\":{\"text\":\"%s\"}}}"
                .formatted(uid, text)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void forgetOffsets(Cluster cluster) {
        try (Admin admin = Admin.create(cluster.config.clientSettings())) {
            String group =
                    new StreamsSettings(cluster.config, "", directory).applicationId(MaterializerTopology.APPLICATION);
            // A static member of a closed application stays in its group until its session is over.
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                admin.deleteConsumerGroups(Set.of(group)).all().get();
                return true;
            });
        }
    }

    private static void copyJournal(Cluster source, Cluster target) {
        try (var producer = new KafkaProducer<>(
                target.config.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> record : records(source, Topics.journal(source.config))) {
                producer.send(new ProducerRecord<>(Topics.journal(target.config), record.value()));
            }
        }
    }

    private static void produce(Cluster cluster, StateRecord record) {
        try (var producer = new KafkaProducer<>(
                cluster.config.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    Topics.state(cluster.config),
                    0,
                    StateRecordFormat.key(record.ref()),
                    record.object(),
                    StateRecordFormat.headers(record)));
        }
    }

    private static StateRecord read(ConsumerRecord<byte[], byte[]> record) {
        return StateRecordFormat.read(record.key(), record.value(), record.headers());
    }

    private static List<ConsumerRecord<byte[], byte[]>> objectRecords(Cluster cluster) {
        return records(cluster, Topics.state(cluster.config)).stream()
                .filter(record -> !StateRecordFormat.isPosition(record.key()))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(Cluster cluster, String topic) {
        var partition = new TopicPartition(topic, 0);
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                cluster.config.clientSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(partition));
            while (consumer.position(partition) < ends.get(partition)) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
