package io.shiplog.resources.write;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Decision;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A proposal that is being put together, and the view as it will be once it has taken effect: what one request of it
 * takes, such as a place of a quota, the next one does not find. Of two writes of one object the later one counts, on
 * the base of the view. Indexes find what the view holds only. Mutable; whoever makes one owns it.
 */
public final class WriteBatch implements View {
    private final View base;
    private final Map<ObjectRef, Write> writes = new LinkedHashMap<>();

    public WriteBatch(View base) {
        this.base = base;
    }

    public void add(List<Write> more) {
        more.forEach(write -> writes.put(new ObjectRef(write.resource(), write.key()), write));
    }

    /** Adds what becomes of a write as the batch is so far; nothing of one that is refused. */
    public Decision add(PlannedWrite planned, Instant now) {
        Decision decision = planned.decide(this, now);
        if (decision instanceof Decision.Propose(List<Write> decided, StoredObject _)) {
            add(decided);
        }
        return decision;
    }

    /** What is to be proposed, in the order in which it was first asked for. */
    public List<Write> writes() {
        return List.copyOf(writes.values());
    }

    @Override
    public @Nullable StoredObject get(GroupResource resource, ObjectKey key) {
        Write write = writes.get(new ObjectRef(resource, key));
        return write == null ? base.get(resource, key) : written(write);
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource) {
        return overlaid(resource, "", base.list(resource));
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource, String namespace) {
        return overlaid(resource, namespace, base.list(resource, namespace));
    }

    @Override
    public Collection<StoredObject> by(Index index, String value) {
        return base.by(index, value);
    }

    @Override
    public Collection<GroupResource> resources() {
        return base.resources();
    }

    private Collection<StoredObject> overlaid(
            GroupResource resource, String namespace, Collection<StoredObject> found) {
        Map<ObjectKey, StoredObject> objects = null;
        for (Write write : writes.values()) {
            boolean concerned = write.resource().equals(resource)
                    && (namespace.isEmpty() || write.key().namespace().equals(namespace));
            if (concerned) {
                if (objects == null) {
                    objects = new TreeMap<>();
                    for (StoredObject object : found) {
                        objects.put(object.key(), object);
                    }
                }
                StoredObject object = written(write);
                if (object == null) {
                    objects.remove(write.key());
                } else {
                    objects.put(write.key(), object);
                }
            }
        }
        return objects == null ? found : objects.values();
    }

    private static @Nullable StoredObject written(Write write) {
        byte[] object = write.object();
        return object == null
                ? null
                : new StoredObject(write.resource(), write.key(), write.uid(), write.base(), object);
    }
}
