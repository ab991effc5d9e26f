package io.shiplog.journal.view;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Objects per resource in key order, and by the uids of their owners. One thread owns it. */
final class Tables {
    private final TreeMap<GroupResource, NavigableMap<ObjectKey, StoredObject>> tables = new TreeMap<>();
    private final Map<String, Map<ObjectRef, StoredObject>> owned = new HashMap<>();

    /** Objects that nobody controls, by namespace; only of resources that somebody has asked for. */
    private final Map<GroupResource, Map<String, NavigableMap<ObjectKey, StoredObject>>> uncontrolled = new HashMap<>();

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

    Collection<StoredObject> ownedBy(String uid) {
        return Collections.unmodifiableCollection(
                owned.getOrDefault(uid, Map.of()).values());
    }

    Collection<StoredObject> uncontrolled(GroupResource resource, String namespace) {
        Map<String, NavigableMap<ObjectKey, StoredObject>> index = uncontrolled.get(resource);
        if (index == null) {
            index = new HashMap<>();
            uncontrolled.put(resource, index);
            for (StoredObject object : table(resource).values()) {
                addUncontrolled(index, object);
            }
        }
        NavigableMap<ObjectKey, StoredObject> found = index.get(namespace);
        return found == null ? List.of() : Collections.unmodifiableCollection(found.values());
    }

    private static void addUncontrolled(Map<String, NavigableMap<ObjectKey, StoredObject>> index, StoredObject object) {
        if (object.facts().controller() == null) {
            index.computeIfAbsent(object.key().namespace(), _ -> new TreeMap<>())
                    .put(object.key(), object);
        }
    }

    private void indexUncontrolled(ObjectRef ref, @Nullable StoredObject object) {
        Map<String, NavigableMap<ObjectKey, StoredObject>> index = uncontrolled.get(ref.resource());
        if (index == null) {
            return;
        }
        NavigableMap<ObjectKey, StoredObject> siblings = index.get(ref.key().namespace());
        if (siblings != null && siblings.remove(ref.key()) != null && siblings.isEmpty()) {
            index.remove(ref.key().namespace());
        }
        if (object != null) {
            addUncontrolled(index, object);
        }
    }

    Collection<GroupResource> resources() {
        return Collections.unmodifiableCollection(tables.keySet());
    }

    /** Holds {@code resource} although there is no object of it yet. */
    void hold(GroupResource resource) {
        tables.computeIfAbsent(resource, _ -> new TreeMap<>());
    }

    /** Holds {@code object} under {@code ref}, or nothing if it is null. */
    void set(ObjectRef ref, @Nullable StoredObject object) {
        StoredObject old = object == null
                ? table(ref.resource()).remove(ref.key())
                : tables.computeIfAbsent(ref.resource(), _ -> new TreeMap<>()).put(ref.key(), object);
        if (old != null) {
            for (Owner owner : old.facts().owners()) {
                Map<ObjectRef, StoredObject> siblings = owned.get(owner.uid());
                if (siblings != null && siblings.remove(ref) != null && siblings.isEmpty()) {
                    owned.remove(owner.uid());
                }
            }
        }
        indexUncontrolled(ref, object);
        if (object != null) {
            for (Owner owner : object.facts().owners()) {
                owned.computeIfAbsent(owner.uid(), _ -> new LinkedHashMap<>()).put(ref, object);
            }
        }
    }

    private NavigableMap<ObjectKey, StoredObject> table(GroupResource resource) {
        NavigableMap<ObjectKey, StoredObject> table = tables.get(resource);
        return table == null ? new TreeMap<>() : table;
    }
}
