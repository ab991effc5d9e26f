package io.shiplog.journal.kafka.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.log.UnreadableRecordException;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How clusters kept their state before there was one state topic: a compacted topic {@code state.<resource>} per kind,
 * of the kinds that there were, with the key {@code namespace/name}; and J was what the materializer's consumer group
 * had committed.
 */
final class FirstFormat {
    private static final String RESOURCES = "first-format.txt";
    private static final String PREFIX = "state.";

    private FirstFormat() {}

    /** The topics that there were, with their resources. */
    static Map<String, GroupResource> topics(ClusterConfig cluster) {
        Map<String, GroupResource> topics = new TreeMap<>();
        for (String resource : resources().split("\n")) {
            topics.put(cluster.topic(PREFIX + resource), GroupResource.parse(resource));
        }
        return topics;
    }

    /** The topic that is left, with a setting by which every role of that time refuses to start. */
    static String guard(ClusterConfig cluster) {
        return cluster.topic(PREFIX + "pods");
    }

    /** The consumer group of the materializer. */
    static String materializerGroup(ClusterConfig cluster) {
        return cluster.topic("materializer");
    }

    /**
     * Reads a record of the topic of {@code resource}.
     *
     * @throws UnreadableRecordException when it is none
     */
    static StateRecord read(GroupResource resource, ConsumerRecord<byte[], byte[]> record) {
        try {
            ObjectKey key = ObjectKey.parse(new String(Objects.requireNonNull(record.key()), UTF_8));
            return StateRecordFormat.read(
                    StateRecordFormat.key(new ObjectRef(resource, key)), record.value(), record.headers());
        } catch (RuntimeException e) {
            throw new UnreadableRecordException(record.topic(), record.offset(), e);
        }
    }

    private static String resources() {
        try (InputStream stream = FirstFormat.class.getResourceAsStream(RESOURCES)) {
            return new String(Objects.requireNonNull(stream, RESOURCES).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
