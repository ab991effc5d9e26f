package io.shiplog.journal.kafka.boot;

import io.shiplog.journal.Contents;
import io.shiplog.journal.State;
import io.shiplog.journal.Unrecoverable;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.log.JournalRange;
import io.shiplog.journal.kafka.log.PartitionRead;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Brings a journal and a state topic together that do not meet: what the state topic has of each object is kept, what
 * the journal has beyond that is folded onto it, and a position says that this is the state from now on. While it works
 * no role runs.
 *
 * <p>Laws:
 * <ul>
 *   <li>no resourceVersion that the state topic knows is given a second time;
 *   <li>the journal is only appended to, with proposals that everybody refuses;
 *   <li>whenever it breaks off it can be done again.
 * </ul>
 */
public final class Repair {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** What the records name that a repair wrote. */
    private static final String PROPOSAL = "repair";

    private final ClusterConfig cluster;
    private final List<String> losses;
    private final State kept;
    private final long padding;

    private Repair(ClusterConfig cluster, List<String> losses, State kept, long padding) {
        this.cluster = cluster;
        this.losses = List.copyOf(losses);
        this.kept = kept;
        this.padding = padding;
    }

    /**
     * What there is to repair; empty when the cluster boots.
     *
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public static Optional<Repair> of(ClusterConfig cluster) {
        try {
            Boot.boot(cluster);
            return Optional.empty();
        } catch (RuntimeException e) {
            Throwable fault = Unrecoverable.in(e).orElseThrow(() -> e);
            return Optional.of(plan(cluster, String.valueOf(fault.getMessage())));
        }
    }

    private static Repair plan(ClusterConfig cluster, String why) {
        TopicPartition journal = Topics.journalPartition(cluster);
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster)) {
            BootLoad load = new BootLoad();
            StateTopic.read(consumer, cluster, TIMEOUT, load);
            Map<ObjectRef, StateRecord> last = Rebuild.last(consumer, cluster);
            long begins = PartitionRead.begins(consumer, journal, TIMEOUT);
            long ends = PartitionRead.ends(consumer, journal, TIMEOUT);
            long newest = last.values().stream()
                    .mapToLong(StateRecord::resourceVersion)
                    .reduce(load.committed(), Math::max);
            List<StoredObject> objects = new ArrayList<>();
            for (StateRecord record : last.values()) {
                StoredObject object = record.stored();
                if (object != null) {
                    objects.add(object);
                }
            }
            List<String> losses = new ArrayList<>(List.of(why));
            losses.add("kept: the " + objects.size() + " objects that the state topic has, up to resourceVersion "
                    + newest);
            Contents promised = load.promised();
            if (promised != null && promised.objects() != load.contents().objects()) {
                losses.add("lost: of " + promised.objects() + " objects at resourceVersion " + load.committed()
                        + " there are " + load.contents().objects());
            }
            if (begins > newest) {
                losses.add("lost: the " + (begins - newest) + " proposals from offset " + newest + " to " + begins
                        + ", which were deleted before they were materialized");
            }
            if (ends < newest) {
                losses.add("lost: what the journal said in its last " + (newest - ends)
                        + " proposals, of which the state topic has the outcome. Their place is filled");
            }
            State kept = State.of(objects, Math.max(begins, newest));
            // The position must be a new one.
            long end = Math.max(kept.resourceVersion(), load.committed() + 1);
            return new Repair(cluster, losses, kept, Math.max(0, end - ends));
        }
    }

    /** Whether a repair wrote this record: what it says need not be what the journal says. */
    static boolean kept(StateRecord record) {
        return record.proposal().equals(PROPOSAL);
    }

    /** What is wrong, what is kept and what is lost, a line each. */
    public List<String> losses() {
        return losses;
    }

    /**
     * Does it.
     *
     * @return the state that the cluster starts with
     */
    public State carryOut() {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                JournalClients.producer(cluster, JournalSettings.DEFAULT),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            byte[] refused = new ProposalCodec(ProposalLimits.DEFAULT).encode(ProposalCodec.REFUSED);
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (long i = 0; i < padding; i++) {
                sent.add(producer.send(new ProducerRecord<>(Topics.journal(cluster), refused)));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
            State state = folded();
            for (StateRecord record : changed(state)) {
                producer.send(object(record)).get();
            }
            Optional<StoredObject> newest = state.resources().stream()
                    .flatMap(resource -> state.list(resource).stream())
                    .max(Comparator.comparingLong(StoredObject::resourceVersion));
            if (newest.isPresent()) {
                // The journal need not say what the newest object says: whoever boots knows by this record.
                StoredObject object = newest.get();
                producer.send(object(record(object, object.resourceVersion(), object.json())))
                        .get();
            }
            producer.send(position(state)).get();
            return state;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while the cluster was repaired", e);
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException("the cluster could not be repaired: " + e.getMessage(), e);
        }
    }

    private State folded() {
        TopicPartition journal = Topics.journalPartition(cluster);
        State[] state = {kept};
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster)) {
            long ends = PartitionRead.ends(consumer, journal, TIMEOUT);
            JournalRange.read(
                    cluster,
                    kept.resourceVersion(),
                    ends,
                    record -> state[0] =
                            state[0].fold(record.proposal(), record.offset()).next());
        }
        return state[0];
    }

    private List<StateRecord> changed(State state) {
        List<StateRecord> changed = new ArrayList<>();
        Set<GroupResource> resources = new HashSet<>(state.resources());
        resources.addAll(kept.resources());
        for (var resource : resources) {
            for (StoredObject object : state.list(resource)) {
                if (object != kept.get(resource, object.key())) {
                    changed.add(record(object, object.resourceVersion(), object.json()));
                }
            }
            for (StoredObject object : kept.list(resource)) {
                if (state.get(resource, object.key()) == null) {
                    changed.add(gone(object, state.resourceVersion()));
                }
            }
        }
        return changed;
    }

    private static StateRecord record(StoredObject object, long version, byte[] json) {
        return new StateRecord(object.resource(), object.key(), object.uid(), version, PROPOSAL, json);
    }

    private static StateRecord gone(StoredObject object, long version) {
        return new StateRecord(object.resource(), object.key(), object.uid(), version, PROPOSAL, null);
    }

    @SuppressWarnings("NullAway") // a null value is Kafka's tombstone; the class is not annotated
    private ProducerRecord<byte[], byte[]> object(StateRecord record) {
        return new ProducerRecord<>(
                Topics.state(cluster),
                StateTopic.PARTITION,
                StateRecordFormat.key(record.ref()),
                record.object(),
                StateRecordFormat.headers(record));
    }

    private ProducerRecord<byte[], byte[]> position(State state) {
        return new ProducerRecord<>(
                Topics.state(cluster),
                StateTopic.PARTITION,
                StateRecordFormat.positionKey(),
                StateRecordFormat.positionValue(),
                StateRecordFormat.positionHeaders(state.resourceVersion(), Contents.of(state)));
    }
}
