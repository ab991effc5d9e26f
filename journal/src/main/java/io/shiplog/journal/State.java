package io.shiplog.journal;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectJson;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * Every object of the cluster at one moment of the journal. Immutable with shared structure: whoever holds one holds an
 * exact snapshot.
 *
 * <p>Laws:
 * <ul>
 *   <li>folding a journal in any split of batches gives the same state;
 *   <li>a refused proposal changes nothing but the position;
 *   <li>resourceVersions strictly rise.
 * </ul>
 */
public final class State implements View {
    /** No objects, before the journal's first record. */
    /** One for all, so that a table without objects stays the same one. */
    private static final TreePMap<ObjectKey, StoredObject> NO_OBJECTS = TreePMap.empty();

    public static final State EMPTY = new State(HashTreePMap.empty(), StateIndexes.NONE, 0);

    private final HashPMap<GroupResource, TreePMap<ObjectKey, StoredObject>> tables;
    private final StateIndexes indexes;
    private final long resourceVersion;

    private State(
            HashPMap<GroupResource, TreePMap<ObjectKey, StoredObject>> tables,
            StateIndexes indexes,
            long resourceVersion) {
        this.tables = tables;
        this.indexes = indexes;
        this.resourceVersion = resourceVersion;
    }

    /**
     * A state and the verdict that led to it.
     *
     * @param next the state after the proposal, which differs from its predecessor by the position only when refused
     */
    public record Folded(State next, Verdict verdict) {}

    /** The state that consists of {@code objects}, at {@code resourceVersion}: how a replica boots. */
    public static State of(Iterable<StoredObject> objects, long resourceVersion) {
        State state = EMPTY;
        var tables = state.tables;
        for (StoredObject object : objects) {
            tables = tables.plus(
                    object.resource(), table(tables, object.resource()).plus(object.key(), object));
        }
        return new State(tables, StateIndexes.NONE, resourceVersion);
    }

    /**
     * This state with {@code wanted} kept up to date in it and in every state that is folded from it. An index that is
     * not kept is answered by looking at each object that it covers.
     */
    public State indexed(Collection<Index> wanted) {
        return new State(tables, StateIndexes.of(wanted, this), resourceVersion);
    }

    /** The resourceVersion of the last proposal folded, accepted or not: the journal offset of the next one. */
    public long resourceVersion() {
        return resourceVersion;
    }

    @Override
    public @Nullable StoredObject get(GroupResource resource, ObjectKey key) {
        return table(tables, resource).get(key);
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource) {
        return table(resource).values();
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource, String namespace) {
        return table(resource, namespace).values();
    }

    @Override
    public Collection<StoredObject> by(Index index, String value) {
        return indexes.by(index, value, this);
    }

    @Override
    public Object stamp(GroupResource resource) {
        return table(resource);
    }

    /**
     * All objects of a resource in key order. The table of a resource is the same object in two states exactly when
     * nothing of the resource was written between them.
     */
    public SortedMap<ObjectKey, StoredObject> table(GroupResource resource) {
        return table(tables, resource);
    }

    /** The objects of a resource in one namespace, in key order. */
    public SortedMap<ObjectKey, StoredObject> table(GroupResource resource, String namespace) {
        // '\0' sorts before, and is not part of, any name or namespace.
        return table(tables, resource).subMap(new ObjectKey(namespace, ""), new ObjectKey(namespace + "\0", ""));
    }

    /** The resources that have, or had, objects. */
    @Override
    public Collection<GroupResource> resources() {
        return tables.keySet();
    }

    /**
     * The accept rule: the proposal takes effect if and only if every one of its writes' base equals the current
     * resourceVersion of its key; then all its writes take effect together.
     *
     * @param offset the proposal's journal offset, not below this state's resourceVersion; its resourceVersion is
     *     offset + 1
     * @throws IllegalArgumentException when the offset lies before this state's position
     */
    public Folded fold(Proposal proposal, long offset) {
        if (offset < resourceVersion) {
            throw new IllegalArgumentException("offset " + offset + " is folded already, up to " + resourceVersion);
        }
        Verdict.Refused refusal = refusal(proposal);
        return refusal == null ? unlessUnfit(proposal, offset + 1) : refused(refusal, offset + 1);
    }

    /**
     * What no journal of ours appends must not end the replicas of a cluster either: an object without metadata is
     * refused.
     */
    private Folded unlessUnfit(Proposal proposal, long version) {
        try {
            return accepted(proposal, version);
        } catch (IllegalArgumentException e) {
            return refused(new Verdict.Refused(proposal.writes().getFirst(), 0), version);
        }
    }

    /**
     * Folds a proposal whose verdict is known from what it left behind, while the base that it was decided by is no
     * longer to be seen: only while booting. See {@link Proofs}.
     */
    Folded foldProven(Proposal proposal, long offset, boolean accepted) {
        if (accepted) {
            return accepted(proposal, offset + 1);
        }
        Verdict.Refused refusal = refusal(proposal);
        return refused(
                refusal != null
                        ? refusal
                        : new Verdict.Refused(proposal.writes().getFirst(), 0),
                offset + 1);
    }

    /** This state without some objects, at the same position: only while booting. See {@link Proofs}. */
    State without(Collection<ObjectRef> objects) {
        if (objects.isEmpty()) {
            return this;
        }
        var next = tables;
        var nextIndexes = indexes;
        for (ObjectRef object : objects) {
            nextIndexes = nextIndexes.with(get(object), null);
            next = next.plus(object.resource(), table(next, object.resource()).minus(object.key()));
        }
        return new State(next, nextIndexes, resourceVersion);
    }

    /** The first write whose base is not the current resourceVersion of its key, if there is one. */
    private Verdict.@Nullable Refused refusal(Proposal proposal) {
        for (Write write : proposal.writes()) {
            StoredObject current = get(write.resource(), write.key());
            long currentVersion = current == null ? 0 : current.resourceVersion();
            boolean reborn = current != null && !current.uid().equals(write.uid());
            if (currentVersion != write.base() || reborn) {
                return new Verdict.Refused(write, currentVersion);
            }
        }
        return null;
    }

    private Folded refused(Verdict.Refused refusal, long version) {
        return new Folded(new State(tables, indexes, version), refusal);
    }

    private Folded accepted(Proposal proposal, long version) {
        List<Change> changes = new ArrayList<>(proposal.writes().size());
        var next = tables;
        var nextIndexes = indexes;
        for (Write write : proposal.writes()) {
            var table = table(next, write.resource());
            StoredObject before = table.get(write.key());
            byte[] object = write.object();
            if (object != null) {
                StoredObject after = new StoredObject(
                                write.resource(),
                                write.key(),
                                write.uid(),
                                version,
                                ObjectJson.withResourceVersion(object, version))
                        .shared();
                table = table.plus(write.key(), after);
                nextIndexes = nextIndexes.with(before, after);
                changes.add(new Change(before, after, version));
            } else if (before != null) {
                table = table.minus(write.key());
                nextIndexes = nextIndexes.with(before, null);
                changes.add(new Change(before, null, version));
            }
            next = next.plus(write.resource(), table);
        }
        return new Folded(new State(next, nextIndexes, version), new Verdict.Accepted(version, changes));
    }

    private static TreePMap<ObjectKey, StoredObject> table(
            Map<GroupResource, TreePMap<ObjectKey, StoredObject>> tables, GroupResource resource) {
        TreePMap<ObjectKey, StoredObject> table = tables.get(resource);
        return table == null ? NO_OBJECTS : table;
    }
}
