package io.shiplog.journal.streams;

import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.kafka.Topics;
import io.shiplog.objects.GroupResource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens when a task has taken in all that was in the journal when it started: the materializer has committed the journal's end
 * of then, and the task has reached the ends that the state topics had after that. Without this, a scheduler that takes
 * over from one that just bound a batch of pods would fill the same nodes again, and a garbage collector could see an
 * object before its owner.
 *
 * <p>With a patience it opens anyway after that time: right for whom starting on old news is better than never starting. All
 * questions are asked without blocking the task's thread.
 */
public final class CaughtUp implements Gate {
    private static final Logger LOG = LoggerFactory.getLogger(CaughtUp.class);
    /** Between two looks at the answers, so that a materializer that is away is not asked without pause. */
    private static final Duration PACE = Duration.ofMillis(10);

    private final Admin admin;
    private final String group;
    private final String materializer;
    private final TopicPartition journal;
    private final Map<TopicPartition, OffsetSpec> stateTopics;
    private final Map<String, Long> reached = new HashMap<>();
    private final @Nullable Duration patience;
    private final long startedNanos = System.nanoTime();
    private long lookedNanos = System.nanoTime();
    private Phase phase;

    private sealed interface Phase {}

    /** The journal's end is asked for. */
    private record Ending(KafkaFuture<ListOffsetsResultInfo> end) implements Phase {}

    /** The materializer is asked how far it is. */
    private record Materializing(long end, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> committed)
            implements Phase {}

    /** The ends of the state topics, and what this application has committed of them, are asked for. */
    private record Measuring(
            KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> ends,
            KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> committed)
            implements Phase {}

    /** The task has to take in the topics up to these ends, exclusive. */
    private record Reading(Map<String, Long> ends) implements Phase {}

    private record Open() implements Phase {}

    /**
     * Starts asking.
     *
     * @param group the consumer group of the application
     * @param watched what it reads the state topics of
     * @param patience when it opens without knowing; null for never
     */
    public CaughtUp(
            ClusterConfig cluster, String group, Collection<GroupResource> watched, @Nullable Duration patience) {
        this.patience = patience;
        this.admin = Admin.create(cluster.clientSettings());
        this.group = group;
        this.materializer = Topics.materializerGroup(cluster);
        this.journal = new TopicPartition(Topics.journal(cluster), Topics.JOURNAL_PARTITION);
        this.stateTopics = watched.stream()
                .map(resource -> new TopicPartition(Topics.state(cluster, resource), 0))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        this.phase = asking();
    }

    private Ending asking() {
        return new Ending(
                admin.listOffsets(Map.of(journal, OffsetSpec.latest())).partitionResult(journal));
    }

    @Override
    public void taken(String topic, long offset) {
        if (!(phase instanceof Open)) {
            reached.merge(topic, offset + 1, Math::max);
        }
    }

    @Override
    public boolean open() {
        if (phase instanceof Open) {
            return true;
        }
        long now = System.nanoTime();
        if (now - lookedNanos < PACE.toNanos()) {
            return false;
        }
        lookedNanos = now;
        try {
            phase = next(phase);
        } catch (ExecutionException e) {
            LOG.debug("cannot tell yet whether {} has caught up", group, e);
            phase = asking();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!(phase instanceof Open) && patience != null && now - startedNanos > patience.toNanos()) {
            LOG.warn("{} starts without knowing that it has caught up, after {} s", group, patience.toSeconds());
            phase = new Open();
        }
        if (phase instanceof Open) {
            close();
            return true;
        }
        return false;
    }

    private Phase next(Phase now) throws ExecutionException, InterruptedException {
        return switch (now) {
            case Ending ending
            when ending.end().isDone() -> new Materializing(ending.end().get().offset(), committedBy(materializer));
            case Materializing step
            when step.committed().isDone() -> {
                OffsetAndMetadata committed = step.committed().get().get(journal);
                boolean done = (committed == null ? 0 : committed.offset()) >= step.end();
                yield done
                        ? new Measuring(admin.listOffsets(stateTopics).all(), committedBy(group))
                        : new Materializing(step.end(), committedBy(materializer));
            }
            case Measuring step
            when step.ends().isDone() && step.committed().isDone() -> {
                // What was committed when the task started has been restored before its first record.
                step.committed().get().forEach((partition, offset) -> {
                    if (offset != null) {
                        reached.merge(partition.topic(), offset.offset(), Math::max);
                    }
                });
                var ends = new HashMap<String, Long>();
                step.ends().get().forEach((partition, end) -> ends.put(partition.topic(), end.offset()));
                yield new Reading(ends);
            }
            case Reading reading -> isReached(reading.ends()) ? new Open() : reading;
            default -> now;
        };
    }

    private boolean isReached(Map<String, Long> ends) {
        for (Map.Entry<String, Long> end : ends.entrySet()) {
            @Nullable Long position = reached.get(end.getKey());
            if ((position == null ? 0 : position) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    private KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> committedBy(String consumerGroup) {
        return admin.listConsumerGroupOffsets(consumerGroup).partitionsToOffsetAndMetadata();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
