package io.shiplog.reconcilers.status;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka once a second whether it is there, by a question about {@code reports}. It is reachable as long as the
 * last answer is not old. Used by one thread; closed by any.
 */
public final class KafkaReachability implements Reachability, AutoCloseable {
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Supplier<KafkaFuture<?>> kafka;
    private final LongSupplier nanos;
    private final Runnable close;
    private @Nullable KafkaFuture<?> question;
    private long askedNanos;
    private long answeredNanos;

    KafkaReachability(Supplier<KafkaFuture<?>> kafka, LongSupplier nanos, Runnable close) {
        this.kafka = kafka;
        this.nanos = nanos;
        this.close = close;
        this.askedNanos = nanos.getAsLong() - PACE.toNanos();
        this.answeredNanos = nanos.getAsLong();
    }

    /** Asks the Kafka of a cluster. */
    public static KafkaReachability of(ClusterConfig cluster) {
        Admin admin = Admin.create(cluster.clientSettings());
        var partition = new TopicPartition(Topics.reports(cluster), 0);
        return new KafkaReachability(
                () -> admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all(),
                System::nanoTime,
                () -> admin.close(Duration.ZERO));
    }

    @Override
    public boolean holds() {
        long now = nanos.getAsLong();
        KafkaFuture<?> asked = question;
        if (asked != null && asked.isDone()) {
            question = null;
            if (!asked.isCompletedExceptionally()) {
                answeredNanos = now;
            }
        }
        if (question == null && now - askedNanos >= PACE.toNanos()) {
            askedNanos = now;
            question = kafka.get();
        }
        return now - answeredNanos < PATIENCE.toNanos();
    }

    @Override
    public void close() {
        close.run();
    }
}
