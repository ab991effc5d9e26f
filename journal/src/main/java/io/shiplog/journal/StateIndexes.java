package io.shiplog.journal;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/** The indexes that a {@link State} keeps. Immutable with shared structure, as the state is. */
final class StateIndexes {
    static final StateIndexes NONE = new StateIndexes(HashTreePMap.empty());

    private final HashPMap<Index, HashPMap<String, TreePMap<ObjectRef, StoredObject>>> entries;

    private StateIndexes(HashPMap<Index, HashPMap<String, TreePMap<ObjectRef, StoredObject>>> entries) {
        this.entries = entries;
    }

    /** {@code wanted}, over the objects of {@code view}. */
    static StateIndexes of(Collection<Index> wanted, View view) {
        HashPMap<Index, HashPMap<String, TreePMap<ObjectRef, StoredObject>>> built = HashTreePMap.empty();
        for (Index index : wanted) {
            HashPMap<String, TreePMap<ObjectRef, StoredObject>> byValue = HashTreePMap.empty();
            for (GroupResource resource : covered(index, view)) {
                for (StoredObject object : view.list(resource)) {
                    byValue = plus(byValue, index, object);
                }
            }
            built = built.plus(index, byValue);
        }
        return new StateIndexes(built);
    }

    /** What {@code index} finds in {@code view}, whose indexes these are. */
    Collection<StoredObject> by(Index index, String value, View view) {
        HashPMap<String, TreePMap<ObjectRef, StoredObject>> kept = entries.get(index);
        if (kept != null) {
            TreePMap<ObjectRef, StoredObject> found = kept.get(value);
            return found == null ? List.of() : found.values();
        }
        var found = new ArrayList<StoredObject>();
        for (GroupResource resource : covered(index, view)) {
            for (StoredObject object : view.list(resource)) {
                if (index.values(object).contains(value)) {
                    found.add(object);
                }
            }
        }
        return found;
    }

    /** These indexes after {@code before} has become {@code after}; null: nothing was, or is, there. */
    StateIndexes with(@Nullable StoredObject before, @Nullable StoredObject after) {
        StoredObject either = after == null ? before : after;
        if (entries.isEmpty() || either == null) {
            return this;
        }
        var next = entries;
        for (Map.Entry<Index, HashPMap<String, TreePMap<ObjectRef, StoredObject>>> entry : entries.entrySet()) {
            Index index = entry.getKey();
            if (index.covers(either.resource())) {
                var byValue = entry.getValue();
                byValue = before == null ? byValue : minus(byValue, index, before);
                byValue = after == null ? byValue : plus(byValue, index, after);
                next = next.plus(index, byValue);
            }
        }
        return new StateIndexes(next);
    }

    private static HashPMap<String, TreePMap<ObjectRef, StoredObject>> plus(
            HashPMap<String, TreePMap<ObjectRef, StoredObject>> byValue, Index index, StoredObject object) {
        var next = byValue;
        for (String value : index.values(object)) {
            TreePMap<ObjectRef, StoredObject> siblings = next.get(value);
            next = next.plus(
                    value,
                    (siblings == null ? TreePMap.<ObjectRef, StoredObject>empty() : siblings)
                            .plus(object.ref(), object));
        }
        return next;
    }

    private static HashPMap<String, TreePMap<ObjectRef, StoredObject>> minus(
            HashPMap<String, TreePMap<ObjectRef, StoredObject>> byValue, Index index, StoredObject object) {
        var next = byValue;
        for (String value : index.values(object)) {
            TreePMap<ObjectRef, StoredObject> siblings = next.get(value);
            if (siblings != null) {
                TreePMap<ObjectRef, StoredObject> rest = siblings.minus(object.ref());
                next = rest.isEmpty() ? next.minus(value) : next.plus(value, rest);
            }
        }
        return next;
    }

    /** The resources to look at, in order. */
    private static Collection<GroupResource> covered(Index index, View view) {
        GroupResource resource = index.resource();
        return resource != null
                ? List.of(resource)
                : view.resources().stream().sorted().toList();
    }
}
