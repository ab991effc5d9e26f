package io.shiplog.journal.streams;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens when a task has taken in all that was in the journal when it started. Without this, a scheduler that takes over
 * from one that just bound a batch of pods would fill the same nodes again.
 *
 * <p>With a patience it opens anyway after that time: right for whom starting on old news is better than never
 * starting. The journal's end is asked for without blocking the task's thread.
 */
public final class CaughtUp implements CacheSync {
    private static final Logger LOG = LoggerFactory.getLogger(CaughtUp.class);
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final Admin admin;
    private final String application;
    private final TopicPartition journal;
    private final @Nullable Duration patience;
    private final long startedNanos = System.nanoTime();
    private KafkaFuture<ListOffsetsResultInfo> asked;
    private long end = UNKNOWN;
    private boolean open;

    /**
     * Starts asking.
     *
     * @param application who waits, for the log
     * @param patience when it opens without knowing; null for never
     */
    public CaughtUp(ClusterConfig cluster, String application, @Nullable Duration patience) {
        this.application = application;
        this.patience = patience;
        this.admin = Admin.create(cluster.clientSettings());
        this.journal = Topics.journalPartition(cluster);
        this.asked = ask();
    }

    private KafkaFuture<ListOffsetsResultInfo> ask() {
        return admin.listOffsets(Map.of(journal, OffsetSpec.latest())).partitionResult(journal);
    }

    @Override
    public boolean hasSynced(long resourceVersion) {
        if (!open) {
            learn();
            open = resourceVersion >= end || isImpatient();
            if (open) {
                close();
            }
        }
        return open;
    }

    private void learn() {
        if (end == UNKNOWN && asked.isDone()) {
            try {
                end = asked.get().offset();
            } catch (ExecutionException e) {
                LOG.debug("cannot tell yet whether {} has caught up", application, e);
                asked = ask();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isImpatient() {
        if (patience == null || System.nanoTime() - startedNanos <= patience.toNanos()) {
            return false;
        }
        LOG.warn("{} starts without knowing that it has caught up, after {} s", application, patience.toSeconds());
        return true;
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
