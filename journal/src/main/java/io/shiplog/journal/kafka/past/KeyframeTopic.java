package io.shiplog.journal.kafka.past;

import io.shiplog.journal.codec.KeyframeCodec;
import io.shiplog.journal.codec.UnreadableValueException;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.log.PartitionRead;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.past.Keyframe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic of keyframes: partition 0 says where in partition 1 the chunks of each lie. */
public final class KeyframeTopic {
    static final int INDEX = 0;
    static final int CHUNKS = 1;

    private static final Logger LOG = LoggerFactory.getLogger(KeyframeTopic.class);

    private KeyframeTopic() {}

    /** Where it is said where keyframes lie. */
    public static TopicPartition index(ClusterConfig cluster) {
        return new TopicPartition(Topics.keyframes(cluster), INDEX);
    }

    /** Where their objects lie. */
    public static TopicPartition chunks(ClusterConfig cluster) {
        return new TopicPartition(Topics.keyframes(cluster), CHUNKS);
    }

    /** The keyframes whose chunks are all there, the resourceVersions rising. */
    public static List<Keyframe> read(Consumer<byte[], byte[]> consumer, ClusterConfig cluster, Duration patience) {
        TopicPartition index = index(cluster);
        long begins = PartitionRead.begins(consumer, index, patience);
        long ends = PartitionRead.ends(consumer, index, patience);
        List<Keyframe> found = new ArrayList<>();
        PartitionRead.read(
                consumer, Map.of(index, begins), Map.of(index, ends), patience, record -> add(found, record));
        long kept = PartitionRead.begins(consumer, chunks(cluster), patience);
        found.removeIf(keyframe -> keyframe.place().from() < kept);
        found.sort(Comparator.comparingLong(Keyframe::resourceVersion));
        return List.copyOf(found);
    }

    /**
     * What cannot be read, of a newer build or of nobody, is none: the moments after it are folded from the one before.
     */
    private static void add(List<Keyframe> found, ConsumerRecord<byte[], byte[]> record) {
        try {
            found.add(KeyframeCodec.keyframe(record.value()));
        } catch (UnreadableValueException e) {
            LOG.debug("record {} of {} is no keyframe: {}", record.offset(), record.topic(), e.getMessage());
        }
    }
}
