package io.shiplog.reconcilers.world;

import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A state as controllers look at it. */
public final class SnapshotView implements View {
    private final State state;
    private @Nullable Map<String, List<StoredObject>> owned;

    public SnapshotView(State state) {
        this.state = state;
    }

    @Override
    public @Nullable StoredObject get(GroupResource resource, ObjectKey key) {
        return state.get(resource, key);
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource) {
        return state.list(resource).values();
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource, String namespace) {
        return state.list(resource, namespace).values();
    }

    @Override
    public Collection<StoredObject> ownedBy(String uid) {
        Map<String, List<StoredObject>> index = owned;
        if (index == null) {
            index = new HashMap<>();
            for (GroupResource resource : state.resources()) {
                for (StoredObject object : state.list(resource).values()) {
                    for (Owner owner : object.facts().owners()) {
                        index.computeIfAbsent(owner.uid(), _ -> new ArrayList<>())
                                .add(object);
                    }
                }
            }
            owned = index;
        }
        return index.getOrDefault(uid, List.of());
    }

    @Override
    public Collection<GroupResource> resources() {
        var resources = new ArrayList<GroupResource>();
        state.resources().forEach(resources::add);
        return resources;
    }
}
