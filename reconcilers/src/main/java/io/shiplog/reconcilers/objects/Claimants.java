package io.shiplog.reconcilers.objects;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.selector.LabelSelector;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind that may have a {@link Claim} on another object: who has to look when that changes.
 *
 * @param kind as owner references name it, in whatever version of the resource's group
 * @param selector what one of them selects
 */
public record Claimants(GroupResource resource, String kind, Function<StoredObject, LabelSelector> selector) {
    /** Who controls the object, or did, and who could adopt it. */
    public Collection<ObjectRef> of(Change change, View view) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        addController(change.before(), refs);
        addController(change.after(), refs);
        StoredObject object = change.after();
        if (object != null
                && object.facts().controller() == null
                && !object.facts().deleting()) {
            for (StoredObject claimant : view.list(resource, object.key().namespace())) {
                if (selector.apply(claimant).matches(object.facts().labels())) {
                    refs.add(claimant.ref());
                }
            }
        }
        return refs;
    }

    private void addController(@Nullable StoredObject object, Set<ObjectRef> refs) {
        Owner controller = object == null ? null : object.facts().controller();
        if (object != null && controller != null && controls(controller)) {
            refs.add(new ObjectRef(resource, new ObjectKey(object.key().namespace(), controller.name())));
        }
    }

    private boolean controls(Owner controller) {
        String version = controller.apiVersion();
        String group = version.substring(0, Math.max(0, version.indexOf('/')));
        return controller.kind().equals(kind) && group.equals(resource.group());
    }
}
