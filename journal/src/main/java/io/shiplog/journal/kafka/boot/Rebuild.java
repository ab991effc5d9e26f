package io.shiplog.journal.kafka.boot;

import io.shiplog.journal.Contents;
import io.shiplog.journal.State;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.log.DamagedTopicException;
import io.shiplog.journal.kafka.log.JournalRange;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the state anew where the state topic does not hold what was written to it: from the last position at which
 * everything was there, or from nothing, by folding the journal from there on.
 */
final class Rebuild {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** What a record that is written by no proposal names. */
    private static final String PROPOSAL = "rebuilt";

    private Rebuild() {}

    /**
     * The state up to {@code newest}, and what the topic has to be told.
     *
     * @param damaged what was read of the topic
     * @param begins the journal's beginning
     * @throws DamagedTopicException when neither the topic nor the journal goes back to where everything was there
     */
    static Booted state(
            Consumer<byte[], byte[]> consumer, ClusterConfig cluster, BootLoad damaged, long begins, long newest) {
        State from = start(consumer, cluster, damaged, begins);
        State[] state = {from};
        JournalRange.read(
                consumer,
                cluster,
                from.resourceVersion(),
                newest,
                record -> state[0] =
                        state[0].fold(record.proposal(), record.offset()).next());
        List<StateRecord> corrections = corrections(last(consumer, cluster), state[0]);
        LOG.warn(
                "{} does not hold what was written to it: made anew from resourceVersion {} by folding the journal up to {};"
                        + " {} of {} objects differ",
                Topics.state(cluster),
                from.resourceVersion(),
                state[0].resourceVersion(),
                corrections.size(),
                objects(state[0]));
        return new Booted(state[0], state[0].resourceVersion(), new TreeMap<>(), corrections);
    }

    private static State start(
            Consumer<byte[], byte[]> consumer, ClusterConfig cluster, BootLoad damaged, long begins) {
        if (damaged.verified() > 0 && damaged.verified() >= begins) {
            BootLoad again = new BootLoad(damaged.verified());
            StateTopic.read(consumer, cluster, TIMEOUT, again);
            return again.state();
        }
        if (begins == 0) {
            return State.EMPTY;
        }
        throw DamagedTopicException.incomplete(
                Topics.state(cluster), damaged.contents(), Objects.requireNonNull(damaged.promised()), begins);
    }

    /** What has to be written so that the topic says {@code right}. */
    private static List<StateRecord> corrections(Map<ObjectRef, StateRecord> last, State right) {
        List<StateRecord> corrections = new ArrayList<>();
        for (GroupResource resource : right.resources()) {
            for (StoredObject object : right.list(resource)) {
                StateRecord known = last.remove(object.ref());
                if (known == null || !says(known, object)) {
                    corrections.add(new StateRecord(
                            resource, object.key(), object.uid(), object.resourceVersion(), PROPOSAL, object.json()));
                }
            }
        }
        for (StateRecord record : last.values()) {
            if (record.object() != null) {
                corrections.add(new StateRecord(
                        record.resource(),
                        record.key(),
                        record.uid(),
                        Math.max(right.resourceVersion(), record.resourceVersion()),
                        PROPOSAL,
                        null));
            }
        }
        return corrections;
    }

    private static boolean says(StateRecord record, StoredObject object) {
        return record.resourceVersion() == object.resourceVersion() && Arrays.equals(record.object(), object.json());
    }

    /** Of each object the record of the highest resourceVersion, which is what a reader of the whole topic goes by. */
    static Map<ObjectRef, StateRecord> last(Consumer<byte[], byte[]> consumer, ClusterConfig cluster) {
        Map<ObjectRef, StateRecord> last = new HashMap<>();
        StateTopic.read(consumer, cluster, TIMEOUT, new StateTopic.Reader() {
            @Override
            public void object(StateRecord record, boolean more) {
                last.merge(
                        record.ref(),
                        record,
                        (one, other) -> other.resourceVersion() >= one.resourceVersion() ? other : one);
            }

            @Override
            public void position(long resourceVersion, @Nullable Contents contents) {}
        });
        return last;
    }

    private static long objects(State state) {
        return state.resources().stream()
                .mapToLong(resource -> state.list(resource).size())
                .sum();
    }
}
