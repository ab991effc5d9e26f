package io.shiplog.journal.view;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectJson;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A view that is fed from the state topic, with an overlay of what its owner has just proposed.
 *
 * <p>One thread owns it: it feeds it, reads it and lays over it. Nothing in it is durable: a restart reads the state
 * topic again. Collections that it returns are live; whoever keeps one across a change copies it.
 *
 * <p>Laws:
 * <ul>
 *   <li>of every key the record of the highest resourceVersion counts, in whatever order and however often records
 *       come;
 *   <li>without assumptions the view is exactly the records;
 *   <li>an assumption ends in exactly one of three ways: each of its keys is confirmed by its own record, or it falls
 *       as a whole because another proposal changed one of its keys, or it falls after {@link #PATIENCE}, counted by
 *       the age of what the view was fed last: what a late view has not been fed yet is not lost, and who proposed it
 *       again would make the view later still.
 * </ul>
 *
 * <p>An assumed object carries the resourceVersion of its base (none if it is to be created), because its own is not
 * known yet. So nothing can be written over it: see {@link #assumed}.
 */
public final class StateView implements View {
    /** How long an assumption waits for its record. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Tables tables = new Tables();
    private final Tombstones<ObjectRef> tombstones = new Tombstones<>();

    /** What is confirmed of the keys that are assumed to be otherwise; null: nothing is there. */
    private final Map<ObjectRef, @Nullable StoredObject> beneath = new HashMap<>();

    private final Map<ObjectRef, Assumption> assumptions = new HashMap<>();
    private final Map<String, Assumption> byProposal = new LinkedHashMap<>();
    private List<Change> retracted = new ArrayList<>();
    private List<String> retractedProposals = new ArrayList<>();
    private Supplier<Duration> behind = () -> Duration.ZERO;

    private record Assumption(String proposal, Instant deadline, List<ObjectRef> pending) {}

    @Override
    public @Nullable StoredObject get(GroupResource resource, ObjectKey key) {
        return tables.get(resource, key);
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource) {
        return tables.list(resource);
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource, String namespace) {
        return tables.list(resource, namespace);
    }

    @Override
    public Collection<StoredObject> by(Index index, String value) {
        return tables.by(index, value);
    }

    @Override
    public Object stamp(GroupResource resource) {
        return tables.stamp(resource);
    }

    @Override
    public Collection<GroupResource> resources() {
        return tables.resources();
    }

    /** @param age tells how old what was fed last is; zero, as without it, while there is nothing left to feed */
    public void behind(Supplier<Duration> age) {
        behind = age;
    }

    /** Holds {@code object}, of which nothing is known yet: how a view starts from a store. */
    public void hold(StoredObject object) {
        tables.set(new ObjectRef(object.resource(), object.key()), object);
    }

    /**
     * Takes a record of the state topic.
     *
     * @return what it changed against the record before it, or null if it is older than what is known of its key, the
     *     same, or the deletion of what was not there
     */
    public @Nullable Change apply(StateRecord record) {
        ObjectRef ref = record.ref();
        StoredObject before = confirmed(ref);
        long known = before == null ? tombstones.resourceVersion(ref) : before.resourceVersion();
        if (record.resourceVersion() <= known) {
            return null;
        }
        StoredObject after = record.stored();
        if (after == null) {
            tombstones.add(ref, record.resourceVersion());
        } else {
            tombstones.remove(ref);
        }
        Assumption assumption = assumptions.get(ref);
        if (assumption != null) {
            beneath.put(ref, after);
            if (assumption.proposal().equals(record.proposal())) {
                confirm(assumption, ref);
            } else {
                fall(assumption, ref);
            }
        } else {
            tables.set(ref, after);
        }
        return before == null && after == null ? null : new Change(before, after, record.resourceVersion());
    }

    /**
     * Lays over the view what its owner has just proposed, until its records come.
     *
     * @param proposal the proposal's id, which its records carry
     * @throws IllegalStateException when one of the objects is assumed already, since the base of a write on it is
     *     unknown
     */
    public void assume(String proposal, List<Write> writes, Instant now) {
        for (Write write : writes) {
            if (assumed(new ObjectRef(write.resource(), write.key()))) {
                throw new IllegalStateException(write.resource() + " " + write.key() + " is assumed already");
            }
        }
        var pending = new ArrayList<ObjectRef>(writes.size());
        var assumption = new Assumption(proposal, now.plus(PATIENCE), pending);
        for (Write write : writes) {
            var ref = new ObjectRef(write.resource(), write.key());
            pending.add(ref);
            assumptions.put(ref, assumption);
            beneath.put(ref, tables.get(ref.resource(), ref.key()));
            tables.set(ref, assumedObject(write));
        }
        byProposal.put(proposal, assumption);
    }

    /** Drops an assumption at once, because its proposal is known not to have reached the journal. */
    public void forget(String proposal) {
        Assumption assumption = byProposal.get(proposal);
        if (assumption != null) {
            fall(assumption, null);
        }
    }

    /**
     * Whether the object is as this view's owner proposed it and not yet confirmed. A write on it has to wait: its base
     * is known only when the proposal has come back.
     */
    public boolean assumed(ObjectRef ref) {
        return assumptions.containsKey(ref);
    }

    /** Whether nothing is assumed of any of the objects that are written. */
    public boolean settled(List<Write> writes) {
        for (Write write : writes) {
            if (assumed(new ObjectRef(write.resource(), write.key()))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Drops the assumptions whose time is over.
     *
     * @return all assumptions that fell since the last call. What they had changed has to be reconciled again, like any
     *     other change
     */
    public Retraction expire(Instant time) {
        Instant now = time.minus(behind.get());
        while (!byProposal.isEmpty()) {
            Assumption oldest = byProposal.values().iterator().next();
            // A deadline further away than the patience was set by a clock that has gone back since.
            if (oldest.deadline().isAfter(now) && !oldest.deadline().isAfter(time.plus(PATIENCE))) {
                break;
            }
            fall(oldest, null);
        }
        if (retractedProposals.isEmpty()) {
            return Retraction.NOTHING;
        }
        var result = new Retraction(retracted, retractedProposals);
        retracted = new ArrayList<>();
        retractedProposals = new ArrayList<>();
        return result;
    }

    /** When {@link #expire} has something to tell though no record comes: long ago when it has now, null for never. */
    public @Nullable Instant nextExpiry() {
        if (!retractedProposals.isEmpty()) {
            return Instant.EPOCH;
        }
        return byProposal.isEmpty()
                ? null
                : byProposal.values().iterator().next().deadline().plus(behind.get());
    }

    /** Whether some of what the proposal writes has not come back yet. */
    public boolean underway(String proposal) {
        return byProposal.containsKey(proposal);
    }

    /** How many proposals have not come back yet. */
    public int underway() {
        return byProposal.size();
    }

    /** The object as the state topic has it, whatever is assumed of it; null if it is not there. */
    public @Nullable StoredObject confirmed(ObjectRef ref) {
        return assumptions.containsKey(ref) ? beneath.get(ref) : tables.get(ref.resource(), ref.key());
    }

    private static @Nullable StoredObject assumedObject(Write write) {
        byte[] object = write.object();
        if (object == null) {
            return null;
        }
        byte[] json = write.base() == 0 ? object : ObjectJson.withResourceVersion(object, write.base());
        return new StoredObject(write.resource(), write.key(), write.uid(), write.base(), json);
    }

    private void confirm(Assumption assumption, ObjectRef ref) {
        uncover(ref);
        assumption.pending().remove(ref);
        if (assumption.pending().isEmpty()) {
            byProposal.remove(assumption.proposal());
        }
    }

    /**
     * Drops all of {@code assumption}; {@code reported} is not told as retracted, since its record is a change of its
     * own.
     */
    private void fall(Assumption assumption, @Nullable ObjectRef reported) {
        byProposal.remove(assumption.proposal());
        retractedProposals.add(assumption.proposal());
        for (ObjectRef ref : assumption.pending()) {
            StoredObject was = tables.get(ref.resource(), ref.key());
            StoredObject is = uncover(ref);
            if (!ref.equals(reported) && (was != null || is != null)) {
                retracted.add(new Change(was, is, is == null ? 0 : is.resourceVersion()));
            }
        }
    }

    private @Nullable StoredObject uncover(ObjectRef ref) {
        assumptions.remove(ref);
        StoredObject confirmed = beneath.remove(ref);
        tables.set(ref, confirmed);
        return confirmed;
    }
}
