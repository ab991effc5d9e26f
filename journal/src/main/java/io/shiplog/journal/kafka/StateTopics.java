package io.shiplog.journal.kafka;

import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads state topics as a plain consumer. */
final class StateTopics {
    private StateTopics() {}

    /** Hands over the records of {@code resources}' state topics up to their ends, which are captured once; possibly some after. */
    static void read(
            Consumer<byte[], byte[]> consumer,
            ClusterConfig cluster,
            Collection<GroupResource> resources,
            Duration timeout,
            java.util.function.Consumer<StateRecord> reader) {
        Map<String, GroupResource> byTopic = byTopic(cluster, resources);
        Map<TopicPartition, GroupResource> partitions = partitions(consumer, byTopic, timeout);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions.keySet(), timeout);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions.keySet(), timeout);
        PartitionRead.read(consumer, starts, ends, timeout, record -> {
            GroupResource resource = byTopic.get(record.topic());
            if (resource != null) {
                reader.accept(parse(resource, record));
            }
        });
    }

    static Map<String, GroupResource> byTopic(ClusterConfig cluster, Collection<GroupResource> resources) {
        Map<String, GroupResource> byTopic = new TreeMap<>();
        for (GroupResource resource : resources) {
            byTopic.put(Topics.state(cluster, resource), resource);
        }
        return byTopic;
    }

    /**
     * A record as what it says.
     *
     * @throws UnreadableRecordException when it is not a state record
     */
    static StateRecord parse(GroupResource resource, ConsumerRecord<byte[], byte[]> record) {
        try {
            return StateRecordFormat.read(resource, record.key(), record.value(), record.headers());
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(record.topic(), record.offset(), e);
        }
    }

    private static Map<TopicPartition, GroupResource> partitions(
            Consumer<byte[], byte[]> consumer, Map<String, GroupResource> byTopic, Duration timeout) {
        Map<String, java.util.List<PartitionInfo>> topics = consumer.listTopics(timeout);
        Map<TopicPartition, GroupResource> partitions = new HashMap<>();
        byTopic.forEach((topic, resource) -> {
            var found = topics.get(topic);
            if (found == null) {
                throw new KafkaUnavailableException(
                        "the topic " + topic + " does not exist", new UnknownTopicOrPartitionException(topic));
            }
            for (PartitionInfo info : found) {
                partitions.put(new TopicPartition(topic, info.partition()), resource);
            }
        });
        return partitions;
    }
}
