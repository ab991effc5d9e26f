package io.shiplog.journal.kafka.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.backup.BackupHead;
import io.shiplog.journal.backup.BackupRefusedException;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.log.PartitionRead;
import io.shiplog.journal.kafka.topics.RestoreTopics;
import io.shiplog.journal.kafka.topics.TopicSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What marks a cluster that is being restored: its topic {@code restore}, whose last record names the backup. */
final class RestoreMarker {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final byte[] KEY = "backup".getBytes(UTF_8);

    private final ClusterConfig cluster;
    private final RestoreTopics topics;

    RestoreMarker(ClusterConfig cluster, RestoreTopics topics) {
        this.cluster = cluster;
        this.topics = topics;
    }

    /**
     * Returns when there is nothing of the cluster, or half a restore of this very backup, to go on with.
     *
     * @throws BackupRefusedException when there is a cluster, or half a restore of another backup
     */
    void require(BackupHead head) {
        Set<String> existing = topics.existing();
        if (existing.isEmpty()) {
            return;
        }
        if (!existing.contains(RestoreTopics.marker(cluster))) {
            throw new BackupRefusedException("the Kafka at " + cluster.bootstrapServers() + " has a cluster '"
                    + cluster.cluster() + "' already (" + String.join(", ", existing)
                    + "), and a restore needs an empty one; nothing was changed");
        }
        String other = backup().filter(id -> !id.equals(head.id())).orElse("");
        if (!other.isEmpty()) {
            throw new BackupRefusedException("half a restore of another backup lies there (" + other
                    + "): finish it with that backup, or --discard deletes it; nothing was changed");
        }
    }

    /** Marks the cluster. */
    void set(BackupHead head, TopicSettings settings) {
        topics.mark(settings);
        try (Acknowledged producer = new Acknowledged(cluster)) {
            producer.send(new ProducerRecord<>(
                    RestoreTopics.marker(cluster), KEY, head.id().getBytes(UTF_8)));
            producer.await();
        }
    }

    /** Which backup is being restored; empty where that broke off before it was said. */
    private Optional<String> backup() {
        TopicPartition marker = new TopicPartition(RestoreTopics.marker(cluster), 0);
        AtomicReference<@Nullable String> id = new AtomicReference<>();
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster)) {
            long begins = PartitionRead.begins(consumer, marker, TIMEOUT);
            long ends = PartitionRead.ends(consumer, marker, TIMEOUT);
            PartitionRead.read(
                    consumer,
                    Map.of(marker, begins),
                    Map.of(marker, ends),
                    TIMEOUT,
                    record -> id.set(new String(record.value(), UTF_8)));
        }
        return Optional.ofNullable(id.get());
    }
}
