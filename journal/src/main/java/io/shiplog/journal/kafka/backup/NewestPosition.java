package io.shiplog.journal.kafka.backup;

import io.shiplog.journal.Contents;
import io.shiplog.journal.backup.BackupHead;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.log.PartitionRead;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.StateRecordFormat;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Finds the newest position in the state topic, which says what the state consists of there, from the topic's end. */
final class NewestPosition {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long FIRST_LOOK = 1_000;

    private BackupHead.@Nullable Moment newest;

    private NewestPosition() {}

    /** Null when there is none. */
    static BackupHead.@Nullable Moment of(Consumer<byte[], byte[]> consumer, ClusterConfig cluster) {
        TopicPartition state = new TopicPartition(Topics.state(cluster), 0);
        long begins = PartitionRead.begins(consumer, state, TIMEOUT);
        long ends = PartitionRead.ends(consumer, state, TIMEOUT);
        for (long back = FIRST_LOOK; ; back *= 10) {
            long from = Math.max(begins, ends - back);
            var found = new NewestPosition();
            PartitionRead.read(consumer, Map.of(state, from), Map.of(state, ends), TIMEOUT, found::take);
            if (found.newest != null || from == begins) {
                return found.newest;
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (StateRecordFormat.isPosition(record.key())) {
            long version = StateRecordFormat.resourceVersion(record.headers());
            Contents contents = StateRecordFormat.contents(record.headers());
            if (newest == null || version > newest.resourceVersion()) {
                newest = new BackupHead.Moment(version, contents);
            }
        }
    }
}
