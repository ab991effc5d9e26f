package io.shiplog.journal.kafka.past;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.Contents;
import io.shiplog.journal.State;
import io.shiplog.journal.codec.KeyframeChunks;
import io.shiplog.journal.codec.KeyframeCodec;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.log.PartitionRead;
import io.shiplog.journal.kafka.seal.KafkaSeals;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.past.Keyframe;
import io.shiplog.journal.past.KeyframeSchedule;
import io.shiplog.journal.past.KeyframeSink;
import io.shiplog.journal.seal.Seal.SealedKeyframe;
import io.shiplog.journal.seal.SealKey;
import io.shiplog.journal.seal.SealSchedule;
import io.shiplog.journal.seal.SealedChunks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes keyframes to their topic and seals the journal, on a thread of its own, one thing at a time; a state never
 * changes, so the fold goes on meanwhile. Two materializers that overlap may both write a keyframe of the same moment:
 * each is whole. A keyframe is sealed before it is completed. What could not be written is tried again later.
 */
public final class KafkaKeyframes implements KeyframeSink {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaKeyframes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long REST_NANOS = Duration.ofMinutes(1).toNanos();

    /** The last keyframe, as far as is known. */
    private record Last(long resourceVersion, Instant time) {}

    private final ClusterConfig cluster;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(Thread.ofPlatform()
            .daemon()
            .name("keyframes")
            .priority(Thread.MIN_PRIORITY)
            .factory());
    private final AtomicBoolean busy = new AtomicBoolean();
    private final InstantSource clock;
    private final KafkaSeals seals;
    private volatile @Nullable Last last;
    /** The last seal, as far as is known. */
    private volatile @Nullable Last sealed;

    private volatile long restUntilNanos = System.nanoTime();

    /**
     * @param cluster as the materializer
     * @param signer signs the seals; null for nobody
     */
    public KafkaKeyframes(ClusterConfig cluster, SealKey.@Nullable Signer signer) {
        this(cluster, signer, InstantSource.system());
    }

    /** @param clock decides what is due */
    public KafkaKeyframes(ClusterConfig cluster, SealKey.@Nullable Signer signer, InstantSource clock) {
        this.cluster = cluster;
        this.clock = clock;
        this.seals = new KafkaSeals(cluster, signer);
    }

    @Override
    public void reached(State state, Contents contents, Instant time) {
        Last known = last;
        if (known != null && !isDue(known, state, contents) && !isSealDue(state)
                || System.nanoTime() - restUntilNanos < 0
                || !busy.compareAndSet(false, true)) {
            return;
        }
        try {
            writer.execute(() -> write(state, contents, time));
        } catch (RejectedExecutionException e) {
            LOG.debug("no keyframe is written any more: closing");
        }
    }

    private boolean isDue(Last known, State state, Contents contents) {
        return KeyframeSchedule.isDue(
                state.resourceVersion() - known.resourceVersion(),
                Duration.between(known.time(), clock.instant()),
                contents.objects());
    }

    private boolean isSealDue(State state) {
        Last known = sealed;
        return known == null
                || SealSchedule.isDue(
                        state.resourceVersion() - known.resourceVersion(),
                        Duration.between(known.time(), clock.instant()));
    }

    private void write(State state, Contents contents, Instant time) {
        try {
            if (sealed == null) {
                sealed = new Last(Math.max(0, seals.to()), clock.instant());
            }
            if (isSealDue(state)) {
                seal(state, null);
            }
            Last known = last;
            if (known == null) {
                known = found();
                last = known;
            }
            if (isDue(known, state, contents)) {
                put(cluster, state, contents, time, keyframe -> seal(state, keyframe));
                last = new Last(state.resourceVersion(), clock.instant());
            }
        } catch (KafkaException | KafkaUnavailableException | ExecutionException e) {
            restUntilNanos = System.nanoTime() + REST_NANOS;
            LOG.warn("no keyframe or seal could be written at {}: {}", state.resourceVersion(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            busy.set(false);
        }
    }

    private void seal(State state, @Nullable SealedKeyframe keyframe) throws ExecutionException, InterruptedException {
        seals.seal(state.resourceVersion(), keyframe);
        sealed = new Last(seals.to(), clock.instant());
    }

    /** The last one that was written; where there is none the journal's beginning stands for it while it is kept. */
    private Last found() {
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster)) {
            List<Keyframe> keyframes = KeyframeTopic.read(consumer, cluster, PATIENCE);
            if (!keyframes.isEmpty()) {
                return new Last(
                        keyframes.getLast().resourceVersion(),
                        keyframes.getLast().time());
            }
            long begins = PartitionRead.begins(consumer, Topics.journalPartition(cluster), PATIENCE);
            return begins == 0 ? new Last(0, clock.instant()) : new Last(0, Instant.EPOCH);
        }
    }

    /**
     * Writes a keyframe that nobody seals, and returns when it is there: where there is no seal yet.
     *
     * @param cluster as the materializer
     * @throws ExecutionException when Kafka does not take it
     */
    public static void write(ClusterConfig cluster, State state, Contents contents, Instant time)
            throws ExecutionException, InterruptedException {
        put(cluster, state, contents, time, keyframe -> {});
    }

    /** What is done when all of a keyframe's chunks are written, and before it is completed. */
    private interface Sealing {
        void seal(SealedKeyframe keyframe) throws ExecutionException, InterruptedException;
    }

    private static void put(ClusterConfig cluster, State state, Contents contents, Instant time, Sealing sealing)
            throws ExecutionException, InterruptedException {
        long started = System.nanoTime();
        String topic = Topics.keyframes(cluster);
        byte[] id = (state.resourceVersion() + "/" + UUID.randomUUID()).getBytes(UTF_8);
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                JournalClients.producer(cluster, JournalSettings.DEFAULT),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            Sending sending = new Sending(producer, topic, id);
            KeyframeChunks.of(state, sending::send);
            sealing.seal(new SealedKeyframe(new String(id, UTF_8), sending.sha256.hex()));
            Keyframe keyframe = new Keyframe(
                    state.resourceVersion(),
                    time,
                    new String(id, UTF_8),
                    new Keyframe.Place(sending.from, sending.to),
                    contents);
            var completed =
                    producer.send(new ProducerRecord<>(topic, KeyframeTopic.INDEX, id, KeyframeCodec.encode(keyframe)));
            producer.flush();
            completed.get();
        }
        LOG.info(
                "wrote a keyframe of {} objects at {} in {} ms",
                contents.objects(),
                state.resourceVersion(),
                Duration.ofNanos(System.nanoTime() - started).toMillis());
    }

    /** Sends one chunk after the other: no more than one is on its way. */
    private static final class Sending {
        private final Producer<byte[], byte[]> producer;
        private final String topic;
        private final byte[] id;
        private final SealedChunks sha256 = new SealedChunks();
        private long from;
        private long to;

        Sending(Producer<byte[], byte[]> producer, String topic, byte[] id) {
            this.producer = producer;
            this.topic = topic;
            this.id = id;
        }

        void send(byte[] chunk) {
            sha256.add(chunk);
            var sent = producer.send(new ProducerRecord<>(topic, KeyframeTopic.CHUNKS, id, chunk));
            producer.flush();
            try {
                RecordMetadata metadata = sent.get();
                from = to == 0 ? metadata.offset() : from;
                to = metadata.offset() + 1;
            } catch (ExecutionException e) {
                throw new KafkaException("a chunk was not taken: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted", e);
            }
        }
    }

    @Override
    public void close() {
        writer.shutdownNow();
        try {
            // Interrupted, it ends at once; whatever it hangs on ends with the process.
            if (writer.awaitTermination(5, TimeUnit.SECONDS)) {
                seals.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
