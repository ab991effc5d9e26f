package io.shiplog.journal.kafka.log;

import io.shiplog.journal.WriteGate;
import io.shiplog.journal.WritesRefusedException;
import io.shiplog.journal.kafka.clients.BackgroundThread;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.StateRecordFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks how far the materializer is behind, and closes the gate for writes before the journal could delete what it has
 * not materialized. How much the journal keeps it asks the topic each time, since that may change while roles run. A
 * thread of its own; what it cannot learn changes nothing.
 */
public final class WindowWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WindowWatch.class);
    private static final String NAME = "window";
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** The newest of so many records of the state topic say how far the materializer is. */
    private static final int TAIL = 50;

    private final ClusterConfig cluster;
    private final WriteGate gate;
    private final Duration interval;
    private final TopicPartition journal;
    private final TopicPartition state;
    private final BackgroundThread thread;
    private Window.Alarm alarm = Window.Alarm.NONE;
    /** An end of the journal up to which everything has been materialized. */
    private long seen;

    private WindowWatch(ClusterConfig cluster, WriteGate gate, Duration interval) {
        this.cluster = cluster;
        this.gate = gate;
        this.interval = interval;
        this.journal = Topics.journalPartition(cluster);
        this.state = new TopicPartition(Topics.state(cluster), 0);
        this.thread = BackgroundThread.of("journal-window", this::run);
    }

    /** Starts to watch a journal that exists. */
    public static WindowWatch start(ClusterConfig cluster, WriteGate gate) {
        return start(cluster, gate, INTERVAL);
    }

    static WindowWatch start(ClusterConfig cluster, WriteGate gate, Duration interval) {
        var watch = new WindowWatch(cluster, gate, interval);
        watch.thread.start();
        return watch;
    }

    private void run() throws InterruptedException {
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster);
                Admin admin = Admin.create(cluster.clientSettings())) {
            while (true) {
                try {
                    look(consumer, admin);
                } catch (InterruptException e) {
                    throw e;
                } catch (KafkaException | KafkaUnavailableException e) {
                    LOG.debug("cannot tell how far the materializer is behind", e);
                }
                Thread.sleep(interval);
            }
        }
    }

    private void look(Consumer<byte[], byte[]> consumer, Admin admin) throws InterruptedException {
        long ends = PartitionRead.ends(consumer, journal, TIMEOUT);
        if (ends <= seen) {
            return;
        }
        long materialized = materialized(consumer);
        if (materialized >= ends) {
            seen = ends;
            tell(Window.Alarm.NONE, "");
            return;
        }
        Window window = window(admin);
        long begins = PartitionRead.begins(consumer, journal, TIMEOUT);
        ConsumerRecords<byte[], byte[]> unread = read(consumer, journal, Math.max(begins, materialized));
        Duration age = Duration.ZERO;
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : unread) {
            Duration each = Duration.between(Instant.ofEpochMilli(record.timestamp()), Instant.now());
            age = each.compareTo(age) > 0 ? each : age;
            bytes += record.serializedValueSize();
        }
        // The first of them stand for all.
        long all = unread.isEmpty() ? 0 : bytes / unread.count() * (ends - materialized);
        tell(
                materialized < begins ? Window.Alarm.REFUSAL : window.alarm(age, all),
                "the materializer is " + (ends - materialized) + " proposals behind, the oldest of " + age.toMinutes()
                        + " min ago, and the journal keeps " + window.inWords() + ": start the reconcilers");
    }

    private Window window(Admin admin) throws InterruptedException {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, journal.topic());
        Map<String, String> settings = new HashMap<>();
        try {
            admin.describeConfigs(List.of(topic))
                    .all()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .forEach(config -> config.entries().forEach(entry -> settings.put(entry.name(), entry.value())));
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaUnavailableException("cannot tell how much the journal keeps: " + e.getMessage(), e);
        }
        return Window.of(settings);
    }

    /** Up to which journal offset everything has certainly been materialized. */
    private long materialized(Consumer<byte[], byte[]> consumer) {
        long ends = PartitionRead.ends(consumer, state, TIMEOUT);
        long materialized = 0;
        for (ConsumerRecord<byte[], byte[]> record : read(consumer, state, Math.max(0, ends - TAIL))) {
            materialized = Math.max(materialized, StateRecordFormat.resourceVersion(record.headers()));
        }
        return materialized;
    }

    private static ConsumerRecords<byte[], byte[]> read(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long from) {
        consumer.assign(Set.of(partition));
        long begins = PartitionRead.begins(consumer, partition, TIMEOUT);
        long ends = PartitionRead.ends(consumer, partition, TIMEOUT);
        consumer.seek(partition, Math.max(from, begins));
        return from >= ends ? ConsumerRecords.empty() : consumer.poll(TIMEOUT);
    }

    private void tell(Window.Alarm now, String why) {
        if (now == Window.Alarm.REFUSAL) {
            gate.close(NAME, new WritesRefusedException(WritesRefusedException.Cause.NOT_MATERIALIZED, why));
        } else {
            gate.open(NAME);
        }
        if (now != alarm) {
            switch (now) {
                case NONE -> LOG.warn("the materializer keeps up again: writes are as safe as before");
                case WARNING -> LOG.warn("{}. Writes will be refused when half of that is used up", why);
                case REFUSAL -> LOG.error("writes are refused: {}", why);
            }
            alarm = now;
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
