package io.shiplog.reconcilers;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a controller watches: per resource, which keys a change of one of its objects makes it reconcile. A controller
 * is asked about no other change. Immutable.
 *
 * @param byResource by resource, what it looks at in particular
 * @param others what a change of any other resource leads to; null: nothing
 */
public record Watches(
        Map<GroupResource, Mapping> byResource, @Nullable Mapping others) {

    /** Leads from a change to the objects to reconcile because of it. Pure, and asked for every change: no scan. */
    @FunctionalInterface
    public interface Mapping {
        Collection<ObjectRef> keys(Change change, View view);
    }

    public Watches {
        byResource = Map.copyOf(byResource);
    }

    /** The objects of a resource, each of which is a key itself. */
    public static Watches own(GroupResource resource) {
        return of(resource, Watches::itself);
    }

    /** One resource, whose changes lead to other keys. */
    public static Watches of(GroupResource resource, Mapping mapping) {
        return new Watches(Map.of(resource, mapping), null);
    }

    /** Whatever there is, kinds that are defined later included. */
    public static Watches everything(Mapping mapping) {
        return new Watches(Map.of(), mapping);
    }

    /** Watches {@code resource} too, or otherwise than before. */
    public Watches with(GroupResource resource, Mapping mapping) {
        var more = new HashMap<>(byResource);
        more.put(resource, mapping);
        return new Watches(more, others);
    }

    /** Watches all resources too that it does not name. */
    public Watches withOthers(Mapping mapping) {
        return new Watches(byResource, mapping);
    }

    /** What a change of {@code resource} leads to; null when it leads nowhere. */
    public @Nullable Mapping of(GroupResource resource) {
        return byResource.getOrDefault(resource, others);
    }

    /** The keys that a change makes dirty. */
    public Collection<ObjectRef> keys(Change change, View view) {
        Mapping mapping = of(change.resource());
        return mapping == null ? List.of() : mapping.keys(change, view);
    }

    /** The changed object itself. */
    public static Collection<ObjectRef> itself(Change change, View view) {
        return List.of(new ObjectRef(change.resource(), change.key()));
    }

    /** What the object refers to, before the change and after it: its controller, say. */
    public static Mapping each(Function<StoredObject, @Nullable ObjectRef> referred) {
        return (change, _) -> {
            Set<ObjectRef> refs = new LinkedHashSet<>();
            add(change.before(), referred, refs);
            add(change.after(), referred, refs);
            return refs;
        };
    }

    private static void add(
            @Nullable StoredObject object, Function<StoredObject, @Nullable ObjectRef> referred, Set<ObjectRef> refs) {
        ObjectRef ref = object == null ? null : referred.apply(object);
        if (ref != null) {
            refs.add(ref);
        }
    }
}
