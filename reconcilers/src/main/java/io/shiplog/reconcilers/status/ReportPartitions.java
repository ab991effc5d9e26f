package io.shiplog.reconcilers.status;

import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.kafka.Topics;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How many partitions {@code reports} has: a task has to know which of the nodes that never report are its own. */
@FunctionalInterface
public interface ReportPartitions {
    /** What it throws ends the application, which is then started again. */
    int count();

    /** Asks a cluster once, when it is first needed. */
    static ReportPartitions of(ClusterConfig cluster) {
        var known = new AtomicInteger();
        return () -> {
            if (known.get() == 0) {
                known.set(ask(cluster));
            }
            return known.get();
        };
    }

    private static int ask(ClusterConfig cluster) {
        Map<String, Object> settings = cluster.clientSettings();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.partitionsFor(Topics.reports(cluster)).size();
        }
    }
}
