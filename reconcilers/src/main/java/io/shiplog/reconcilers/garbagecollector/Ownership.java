package io.shiplog.reconcilers.garbagecollector;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.resources.catalogue.Catalogue;
import io.shiplog.resources.catalogue.ResourceKind;
import io.shiplog.resources.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What has become of the owner that a reference names. */
sealed interface Ownership {

    /** The owner is there. */
    record Present(StoredObject owner) implements Ownership {
        /** Whether it waits for its dependents to go before it goes itself. */
        boolean waits() {
            return owner.facts().deleting() && owner.facts().finalizers().contains(Finalizers.FOREGROUND);
        }
    }

    /** It does not exist, or its name has gone to another object. */
    record Absent() implements Ownership {}

    /**
     * Nobody can say that it is gone: nobody here knows such a kind, or the reference is of an object outside of all
     * namespaces to one inside of some, whose namespace it does not tell (upstream, since v1.20).
     */
    record Unknown() implements Ownership {}

    /** Looks up the owner of an object in {@code namespace}, the empty one for an object outside of all. */
    static Ownership of(View view, Owner reference, String namespace) {
        Optional<Place> place = place(view, reference);
        if (place.isEmpty() || !view.resources().contains(place.get().resource())) {
            return new Unknown();
        }
        if (place.get().namespaced() && namespace.isEmpty()) {
            return new Unknown();
        }
        ObjectKey key = new ObjectKey(place.get().namespaced() ? namespace : "", reference.name());
        StoredObject owner = view.get(place.get().resource(), key);
        return owner == null || !owner.uid().equals(reference.uid()) ? new Absent() : new Present(owner);
    }

    /** Where objects of a kind are kept. */
    record Place(GroupResource resource, boolean namespaced) {}

    private static Optional<Place> place(View view, Owner reference) {
        Catalogue catalogue = Catalogue.builtIn();
        ResourceKind kind = catalogue.byApiVersion(reference.apiVersion(), reference.kind());
        if (kind != null) {
            ResourceKind stored = catalogue.storage(kind);
            return Optional.of(new Place(GroupResource.parse(stored.groupResource()), stored.namespaced()));
        }
        return custom(view, reference);
    }

    private static Optional<Place> custom(View view, Owner reference) {
        int slash = reference.apiVersion().indexOf('/');
        String group = slash < 0 ? "" : reference.apiVersion().substring(0, slash);
        for (StoredObject definition : view.list(Resources.DEFINITIONS)) {
            // A definition is named <plural>.<group>: most need no reading.
            if (definition.key().name().endsWith("." + group)) {
                Place place = defined(Json.parse(definition.json()).path("spec"), group, reference.kind());
                if (place != null) {
                    return Optional.of(place);
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Place defined(JsonNode spec, String group, String kind) {
        boolean same = spec.path("group").asString("").equals(group)
                && spec.path("names").path("kind").asString("").equals(kind);
        return same
                ? new Place(
                        new GroupResource(spec.path("names").path("plural").asString(""), group),
                        spec.path("scope").asString("").equals("Namespaced"))
                : null;
    }
}
