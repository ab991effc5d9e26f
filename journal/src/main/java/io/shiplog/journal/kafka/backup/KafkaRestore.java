package io.shiplog.journal.kafka.backup;

import io.shiplog.journal.Contents;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import io.shiplog.journal.backup.BackupFold;
import io.shiplog.journal.backup.BackupHead;
import io.shiplog.journal.backup.BackupPart;
import io.shiplog.journal.backup.BackupPart.RawRecord;
import io.shiplog.journal.backup.BackupReader;
import io.shiplog.journal.backup.BackupRefusedException;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.boot.Boot;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.log.JournalDecoder;
import io.shiplog.journal.kafka.log.PartitionRead;
import io.shiplog.journal.kafka.past.KafkaKeyframes;
import io.shiplog.journal.kafka.past.KeyframeTopic;
import io.shiplog.journal.kafka.topics.RestoreTopics;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.past.Keyframe;
import io.shiplog.journal.past.KeyframeSchedule;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Restores a backup into a Kafka that has no cluster of its name: the journal at its old offsets and with its old
 * times, the state topic, and keyframes. Broken off, it goes on where it was: the journal's end tells how far it came,
 * and all else may be written again.
 */
public final class KafkaRestore {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** What state records name that were restored, in place of a proposal. */
    private static final String PROPOSAL = "restore";

    private final ClusterConfig cluster;
    private final Path file;
    private final BackupHead head;
    /** The keyframes that a restore before this one has written. */
    private final Set<Long> keyframes = new HashSet<>();

    private long keyframe;

    private KafkaRestore(ClusterConfig cluster, Path file, BackupHead head) {
        this.cluster = cluster;
        this.file = file;
        this.head = head;
    }

    /**
     * Reads a backup to its end, and folds it.
     *
     * @return what it says of itself, having come to it
     * @throws BackupRefusedException when it is not what was written, or of a newer build
     */
    public static BackupHead check(Path file) {
        return fold(file, (state, record) -> {}, (part, fold) -> {}).head();
    }

    private record Folded(BackupHead head, State state) {}

    /** Who is told of the parts, each before it is folded. */
    private interface Parts {
        void next(BackupPart part, BackupFold fold);
    }

    private static Folded fold(Path file, BackupFold.Shown shown, Parts parts) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
            BackupReader reader = new BackupReader(in);
            BackupFold fold = new BackupFold(reader.head(), KafkaRestore::decoded);
            for (Optional<BackupPart> part = reader.next(); part.isPresent(); part = reader.next()) {
                parts.next(part.get(), fold);
                fold.take(part.get(), shown);
            }
            return new Folded(reader.head(), fold.end());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the backup " + file, e);
        }
    }

    private static JournalRecord decoded(RawRecord record) {
        return new JournalRecord(
                record.offset(),
                Instant.ofEpochMilli(record.timeMillis()),
                JournalDecoder.proposal(record.value(), "the backup", record.offset()));
    }

    /**
     * Restores a backup that was {@link #check checked}.
     *
     * @param cluster as somebody who may do all with its topics
     * @throws BackupRefusedException when there is a cluster of that name; nothing was changed
     * @throws KafkaUnavailableException when Kafka does not answer: the same again goes on
     */
    public static void run(ClusterConfig cluster, Path file, BackupHead head, TopicSettings settings) {
        new KafkaRestore(cluster, file, head).run(settings);
    }

    /** Deletes what a restore that did not finish has made; whether there was one. */
    public static boolean discard(ClusterConfig cluster) {
        try (RestoreTopics topics = new RestoreTopics(cluster)) {
            boolean marked = topics.existing().contains(RestoreTopics.marker(cluster));
            if (marked) {
                topics.discard();
            }
            return marked;
        }
    }

    private void run(TopicSettings settings) {
        try (RestoreTopics topics = new RestoreTopics(cluster)) {
            RestoreMarker marker = new RestoreMarker(cluster, topics);
            marker.require(head);
            marker.set(head, settings);
            topics.make(settings);
            writeState(writeJournal(topics));
            verify();
            topics.finish();
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw new KafkaUnavailableException("cannot restore: " + e.getMessage(), e);
        }
    }

    /** The state at the end of it. */
    private State writeJournal(RestoreTopics topics) {
        long from = head.base().from();
        long done = done();
        try (Acknowledged producer = new Acknowledged(cluster)) {
            pad(producer, done, from);
            if (from > 0 && begins() < from) {
                topics.forgetBefore(from);
            }
            return fold(file, this::reached, (part, fold) -> {
                        if (part instanceof BackupPart.Stretch stretch) {
                            begin(fold);
                            append(producer, stretch, done);
                        }
                    })
                    .state();
        }
    }

    /** How far a restore before this one came with the journal; and which keyframes it has written. */
    private long done() {
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster)) {
            KeyframeTopic.read(consumer, cluster, TIMEOUT).stream()
                    .map(Keyframe::resourceVersion)
                    .forEach(keyframes::add);
            return PartitionRead.ends(consumer, Topics.journalPartition(cluster), TIMEOUT);
        }
    }

    private long begins() {
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster)) {
            return PartitionRead.begins(consumer, Topics.journalPartition(cluster), TIMEOUT);
        }
    }

    /** Writes the keyframe that the journal begins with, before the journal's first record. */
    private void begin(BackupFold fold) {
        Keyframe base = head.base().keyframe();
        if (base != null && keyframe < base.resourceVersion()) {
            writeKeyframe(fold.base(), base.contents(), base.time());
        }
    }

    /** Fills the journal up to where it begins, by what everybody refuses: so every record lies where it lay. */
    private void pad(Acknowledged producer, long done, long from) {
        byte[] refused = new ProposalCodec(ProposalLimits.DEFAULT).encode(ProposalCodec.REFUSED);
        Keyframe base = head.base().keyframe();
        Instant time = base == null ? Instant.EPOCH : base.time();
        for (long offset = done; offset < from; offset++) {
            producer.send(record(time.toEpochMilli(), refused), offset);
        }
        producer.await();
    }

    private void append(Acknowledged producer, BackupPart.Stretch stretch, long done) {
        for (RawRecord record : stretch.records()) {
            if (record.offset() >= done) {
                producer.send(record(record.timeMillis(), record.value()), record.offset());
            }
        }
        producer.await();
    }

    @SuppressWarnings("NullAway") // the class is not annotated; a record of the journal may have no value
    private ProducerRecord<byte[], byte[]> record(long timeMillis, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.journal(cluster), Topics.JOURNAL_PARTITION, timeMillis, null, value);
    }

    /** Writes keyframes on the way, as the materializer would have. */
    private void reached(State state, RawRecord record) {
        long objects = 0;
        for (GroupResource resource : state.resources()) {
            objects += state.list(resource).size();
        }
        if (KeyframeSchedule.isDue(state.resourceVersion() - keyframe, Duration.ZERO, objects)) {
            writeKeyframe(state, Contents.of(state), Instant.ofEpochMilli(record.timeMillis()));
        }
    }

    private void writeKeyframe(State state, Contents contents, Instant time) {
        keyframe = state.resourceVersion();
        if (!keyframes.add(keyframe)) {
            return;
        }
        try {
            KafkaKeyframes.write(cluster, state, contents, time);
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException("cannot restore a keyframe: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while a keyframe was restored", e);
        }
    }

    private void writeState(State state) {
        Contents contents = Contents.of(state);
        writeKeyframe(state, contents, head.made());
        try (Acknowledged producer = new Acknowledged(cluster)) {
            for (GroupResource resource : state.resources().stream().sorted().toList()) {
                for (StoredObject object : state.list(resource)) {
                    StateRecord record = new StateRecord(
                            resource, object.key(), object.uid(), object.resourceVersion(), PROPOSAL, object.json());
                    producer.send(new ProducerRecord<>(
                            Topics.state(cluster),
                            0,
                            StateRecordFormat.key(record.ref()),
                            object.json(),
                            StateRecordFormat.headers(record)));
                }
            }
            producer.send(new ProducerRecord<>(
                    Topics.state(cluster),
                    0,
                    StateRecordFormat.positionKey(),
                    StateRecordFormat.positionValue(),
                    StateRecordFormat.positionHeaders(state.resourceVersion(), contents)));
            producer.await();
        }
    }

    /** Starts like a replica does. */
    private void verify() {
        State booted = Boot.boot(cluster).state();
        Contents promised = head.moment().contents();
        if (booted.resourceVersion() != head.moment().resourceVersion()
                || promised != null && !promised.equals(Contents.of(booted))) {
            throw new IllegalStateException("what was restored is not what the backup has: it has "
                    + Contents.of(booted).objects() + " objects at " + booted.resourceVersion());
        }
    }
}
