package io.shiplog.journal.kafka.boot;

import io.shiplog.journal.Contents;
import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.log.JournalTruncatedException;
import io.shiplog.journal.kafka.log.PartitionRead;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over a cluster whose objects lie in a topic per kind: the materializer does so when it starts.
 *
 * <p>First a proposal that everybody refuses is appended, of a version that roles of the first format cannot read:
 * those that fold the journal end there. Then all state records are written to the state topic in the order of their
 * resourceVersions, after them the position that they were read at, and only then the old topics are put out of use.
 *
 * <p>Laws:
 * <ul>
 *   <li>the state topic has a position only if it has all records up to there;
 *   <li>whenever it breaks off, doing it again from the beginning leads to the same;
 *   <li>the journal is only appended to.
 * </ul>
 */
public final class Takeover {
    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Takeover() {}

    /**
     * Makes the cluster one of today's format, whatever it is and however far an earlier takeover came. For the
     * materializer alone.
     *
     * @throws KafkaUnavailableException when Kafka does not answer
     * @throws JournalTruncatedException when the journal begins after what is known to have been materialized
     */
    public static void complete(ClusterConfig cluster) {
        try (FirstFormatTopics old = new FirstFormatTopics(cluster)) {
            Set<String> topics = old.inUse();
            if (!topics.isEmpty() && !hasPosition(cluster)) {
                copy(cluster, old, topics);
            }
            old.retire();
        }
    }

    /** Whether the cluster is of the first format still, so that its state topic says nothing yet. */
    static boolean isPending(ClusterConfig cluster) {
        try (FirstFormatTopics old = new FirstFormatTopics(cluster)) {
            return !old.inUse().isEmpty() && !hasPosition(cluster);
        }
    }

    private static boolean hasPosition(ClusterConfig cluster) {
        boolean[] found = new boolean[1];
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster)) {
            StateTopic.read(consumer, cluster, TIMEOUT, new StateTopic.Reader() {
                @Override
                public void object(StateRecord record, boolean more) {}

                @Override
                public void position(long resourceVersion, @Nullable Contents contents) {
                    found[0] = true;
                }
            });
        }
        return found[0];
    }

    private static void copy(ClusterConfig cluster, FirstFormatTopics old, Set<String> topics) {
        try (var producer = new KafkaProducer<>(
                JournalClients.producer(cluster, JournalSettings.DEFAULT),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.journal(cluster), marker()))
                    .get();
            // J first, the ends after: whatever the materializer committed is then within the ends.
            OptionalLong committed = old.committed();
            long position = committed.orElse(0);
            List<StateRecord> records = records(cluster, topics, position, committed.isPresent());
            List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
            for (int i = 0; i < records.size(); i++) {
                boolean more = i + 1 < records.size()
                        && records.get(i).resourceVersion()
                                == records.get(i + 1).resourceVersion();
                sent.add(producer.send(object(cluster, records.get(i), more)));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
            producer.send(position(cluster, position)).get();
            // A warning, since it happens once in a cluster's life and cannot be taken back.
            LOG.warn(
                    "took over {} state records of {} topics of the first format, up to resourceVersion {}",
                    records.size(),
                    topics.size(),
                    position);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while the cluster was taken over", e);
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException("the cluster could not be taken over: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("NullAway") // a null value is Kafka's tombstone; the class is not annotated
    private static ProducerRecord<byte[], byte[]> object(ClusterConfig cluster, StateRecord record, boolean more) {
        return new ProducerRecord<>(
                Topics.state(cluster),
                StateTopic.PARTITION,
                StateRecordFormat.key(record.ref()),
                record.object(),
                more ? StateRecordFormat.headersOfMore(record) : StateRecordFormat.headers(record));
    }

    private static ProducerRecord<byte[], byte[]> position(ClusterConfig cluster, long resourceVersion) {
        return new ProducerRecord<>(
                Topics.state(cluster),
                StateTopic.PARTITION,
                StateRecordFormat.positionKey(),
                StateRecordFormat.positionValue(),
                StateRecordFormat.positionHeaders(resourceVersion));
    }

    /**
     * Everything that the topics held: of each object its newest record up to {@code position}, and all after that, in
     * order.
     */
    private static List<StateRecord> records(ClusterConfig cluster, Set<String> topics, long position, boolean known) {
        Map<String, GroupResource> resources = FirstFormat.topics(cluster);
        Map<ObjectRef, StateRecord> before = new HashMap<>();
        List<StateRecord> records = new ArrayList<>();
        Set<TopicPartition> partitions = topics.stream()
                .map(topic -> new TopicPartition(topic, StateTopic.PARTITION))
                .collect(Collectors.toSet());
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster)) {
            requireJournal(consumer, cluster, position, known);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions, TIMEOUT);
            PartitionRead.read(consumer, starts, ends, TIMEOUT, read -> {
                StateRecord record = FirstFormat.read(Objects.requireNonNull(resources.get(read.topic())), read);
                if (record.resourceVersion() > position) {
                    records.add(record);
                } else {
                    before.merge(record.ref(), record, Takeover::newer);
                }
            });
        }
        records.addAll(before.values());
        records.sort(Comparator.comparingLong(StateRecord::resourceVersion));
        return records;
    }

    private static StateRecord newer(StateRecord one, StateRecord other) {
        return one.resourceVersion() > other.resourceVersion() ? one : other;
    }

    private static void requireJournal(
            Consumer<byte[], byte[]> consumer, ClusterConfig cluster, long position, boolean known) {
        TopicPartition journal = Topics.journalPartition(cluster);
        long begins = PartitionRead.begins(consumer, journal, TIMEOUT);
        if (position < begins) {
            throw known
                    ? JournalTruncatedException.beginsAfter(begins, position)
                    : JournalTruncatedException.neverCommitted(
                            journal.topic(), begins, FirstFormat.materializerGroup(cluster));
        }
    }

    /** A proposal that everybody refuses, since no object has its base: it is there to be read, by its version. */
    private static byte[] marker() {
        Write write = new Write(
                new GroupResource("formats", "internal.shiplog.io"),
                ObjectKey.cluster("state"),
                "",
                Long.MAX_VALUE,
                null);
        Origin origin = new Origin("system:shiplog:materializer", List.of(), "delete", "shiplog");
        return new ProposalCodec(ProposalLimits.DEFAULT)
                .encode(new Proposal(UUID.randomUUID().toString(), origin, List.of(write)));
    }
}
