package io.shiplog.journal.view;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Objects per resource in key order, and by the indexes that were asked for. One thread owns it. */
final class Tables {
    private final TreeMap<GroupResource, NavigableMap<ObjectKey, StoredObject>> tables = new TreeMap<>();
    /** The indexes that somebody has asked for: by value, the objects in order. */
    private final Map<Index, Map<String, NavigableMap<ObjectRef, StoredObject>>> indexes = new HashMap<>();

    /** What stands for the objects of the resources that somebody has asked it of. */
    private final Map<GroupResource, Object> stamps = new HashMap<>();

    @Nullable
    StoredObject get(GroupResource resource, ObjectKey key) {
        return table(resource).get(key);
    }

    Collection<StoredObject> list(GroupResource resource) {
        return Collections.unmodifiableCollection(table(resource).values());
    }

    Collection<StoredObject> list(GroupResource resource, String namespace) {
        // '\0' sorts before, and is not part of, any name or namespace.
        return Collections.unmodifiableCollection(table(resource)
                .subMap(new ObjectKey(namespace, ""), true, new ObjectKey(namespace + "\0", ""), false)
                .values());
    }

    Collection<StoredObject> by(Index index, String value) {
        NavigableMap<ObjectRef, StoredObject> found =
                indexes.computeIfAbsent(index, this::build).get(value);
        return found == null ? List.of() : Collections.unmodifiableCollection(found.values());
    }

    Object stamp(GroupResource resource) {
        return stamps.computeIfAbsent(resource, _ -> new Object());
    }

    private Map<String, NavigableMap<ObjectRef, StoredObject>> build(Index index) {
        var entries = new HashMap<String, NavigableMap<ObjectRef, StoredObject>>();
        tables.forEach((resource, table) -> {
            if (index.covers(resource)) {
                table.values().forEach(object -> add(index, entries, object));
            }
        });
        return entries;
    }

    private static void add(
            Index index, Map<String, NavigableMap<ObjectRef, StoredObject>> entries, StoredObject object) {
        for (String value : index.values(object)) {
            entries.computeIfAbsent(value, _ -> new TreeMap<>()).put(object.ref(), object);
        }
    }

    private static void remove(
            Index index, Map<String, NavigableMap<ObjectRef, StoredObject>> entries, StoredObject object) {
        for (String value : index.values(object)) {
            NavigableMap<ObjectRef, StoredObject> siblings = entries.get(value);
            if (siblings != null && siblings.remove(object.ref()) != null && siblings.isEmpty()) {
                entries.remove(value);
            }
        }
    }

    Collection<GroupResource> resources() {
        return Collections.unmodifiableCollection(tables.keySet());
    }

    /** Holds {@code object} under {@code ref}, or nothing if it is null. */
    void set(ObjectRef ref, @Nullable StoredObject object) {
        StoredObject old = object == null
                ? table(ref.resource()).remove(ref.key())
                : tables.computeIfAbsent(ref.resource(), _ -> new TreeMap<>()).put(ref.key(), object);
        stamps.remove(ref.resource());
        indexes.forEach((index, entries) -> {
            if (old != null) {
                remove(index, entries, old);
            }
            if (object != null) {
                add(index, entries, object);
            }
        });
    }

    private NavigableMap<ObjectKey, StoredObject> table(GroupResource resource) {
        NavigableMap<ObjectKey, StoredObject> table = tables.get(resource);
        return table == null ? new TreeMap<>() : table;
    }
}
