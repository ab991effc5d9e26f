package io.shiplog.resources.testing;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A view of a few objects that are looked through. */
public record FixedView(List<StoredObject> objects) implements View {
    public FixedView {
        objects =
                objects.stream().sorted(Comparator.comparing(StoredObject::key)).toList();
    }

    public static FixedView of(StoredObject... objects) {
        return new FixedView(Arrays.asList(objects));
    }

    @Override
    public @Nullable StoredObject get(GroupResource resource, ObjectKey key) {
        return list(resource).stream()
                .filter(object -> object.key().equals(key))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource) {
        return objects.stream()
                .filter(object -> object.resource().equals(resource))
                .toList();
    }

    @Override
    public Collection<StoredObject> list(GroupResource resource, String namespace) {
        return list(resource).stream()
                .filter(object -> object.key().namespace().equals(namespace))
                .toList();
    }

    @Override
    public Collection<StoredObject> by(Index index, String value) {
        return objects.stream()
                .filter(object -> index.values(object).contains(value))
                .toList();
    }

    @Override
    public Collection<GroupResource> resources() {
        return objects.stream().map(StoredObject::resource).distinct().toList();
    }
}
