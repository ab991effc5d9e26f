package io.shiplog.reconcilers.world;

import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** State topics that are read side by side: each resource as it was at a moment of its own. */
final class SkewedView implements View {
    private final List<State> moments;
    private final Random random;
    private final Map<GroupResource, State> chosen = new HashMap<>();

    /** @param moments what a resource may look like, the latest last */
    SkewedView(List<State> moments, Random random) {
        this.moments = List.copyOf(moments);
        this.random = random;
    }

    private State at(GroupResource resource) {
        return chosen.computeIfAbsent(resource, _ -> moments.get(random.nextInt(moments.size())));
    }

    @Override
    public @Nullable StoredObject get(GroupResource resource, ObjectKey key) {
        return at(resource).get(resource, key);
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource) {
        return at(resource).list(resource);
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource, String namespace) {
        return at(resource).list(resource, namespace);
    }

    @Override
    public Collection<StoredObject> by(Index index, String value) {
        return resources().stream()
                .filter(index::covers)
                .flatMap(resource -> list(resource).stream())
                .filter(object -> index.values(object).contains(value))
                .toList();
    }

    @Override
    public Collection<GroupResource> resources() {
        return moments.getLast().resources();
    }
}
