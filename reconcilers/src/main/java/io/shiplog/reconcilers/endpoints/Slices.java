package io.shiplog.reconcilers.endpoints;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.service.Endpoints;
import io.shiplog.resources.names.GeneratedNames;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lays endpoints out over slices so that few slices change (k8s.io/endpointslice's reconciler, v1.34): an endpoint
 * stays in the slice that has it; new ones fill the slices that change anyway, the fullest first; then the one slice
 * that all of the rest just fits into; then slices that nobody needs any more, then new ones. What does not change is
 * not even made into JSON.
 */
final class Slices {
    static final int MAX_ENDPOINTS = 100;
    static final String TRIGGER = "endpoints.kubernetes.io/last-change-trigger-time";

    private final SliceOwner owner;
    private final List<Slice> free = new ArrayList<>();
    private final List<Slice> kept = new ArrayList<>();
    private final List<SliceGroup> unplaced = new ArrayList<>();
    private final Set<SliceEndpoint.Identity> touched = new HashSet<>();

    private Slices(SliceOwner owner) {
        this.owner = owner;
    }

    /** One stored slice, and what is to be in it. */
    private static final class Slice {
        private final StoredObject stored;
        private final SliceContent content;
        private final List<SliceEndpoint> endpoints = new ArrayList<>();
        private @Nullable SliceGroup recycledFor;
        private boolean changed;

        Slice(StoredObject stored) {
            this.stored = stored;
            this.content = SliceContent.of(stored);
        }
    }

    /**
     * What has to be written.
     *
     * @param edited slices that change
     * @param made new slices
     * @param deletions slices that go
     * @param touched the identities of endpoints that are new or no longer what they were
     */
    record Layout(
            List<Draft> edited,
            List<NewObject> made,
            List<PlannedWrite> deletions,
            Set<SliceEndpoint.Identity> touched) {
        Layout {
            edited = List.copyOf(edited);
            made = List.copyOf(made);
            deletions = List.copyOf(deletions);
            touched = Set.copyOf(touched);
        }

        boolean isEmpty() {
            return edited.isEmpty() && made.isEmpty() && deletions.isEmpty();
        }

        /** All of it, with the time of what led to it as an annotation; null: nobody knows, so none is there. */
        List<PlannedWrite> writes(@Nullable String trigger) {
            var writes = new ArrayList<PlannedWrite>();
            for (NewObject slice : made) {
                note(slice.metadata(), trigger);
                writes.add(slice.write());
            }
            for (Draft slice : edited) {
                note(slice.metadata(), trigger);
                slice.write().ifPresent(writes::add);
            }
            writes.addAll(deletions);
            return writes;
        }

        /** The same without times. */
        List<PlannedWrite> writes() {
            var writes = new ArrayList<PlannedWrite>();
            made.forEach(slice -> writes.add(slice.write()));
            edited.forEach(slice -> slice.write().ifPresent(writes::add));
            writes.addAll(deletions);
            return writes;
        }
    }

    /** Notes on an object's metadata when what led to its change happened. */
    static void note(ObjectNode metadata, @Nullable String trigger) {
        if (trigger != null) {
            Draft.object(metadata, "annotations").put(TRIGGER, trigger);
        } else if (metadata.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(TRIGGER);
            if (annotations.isEmpty()) {
                metadata.remove("annotations");
            }
        }
    }

    /** The slices that {@code controller} made for {@code owner}. */
    static List<StoredObject> existing(View view, StoredObject owner, String controller) {
        return view.ownedBy(owner.uid()).stream()
                .filter(slice -> slice.resource().equals(Endpoints.SLICE_RESOURCE))
                .filter(slice -> controller.equals(slice.facts().labels().get(SliceOwner.MANAGED_BY)))
                .filter(slice -> !slice.facts().deleting())
                .sorted(Comparator.comparing(StoredObject::key))
                .toList();
    }

    /** What makes {@code existing} into slices of {@code groups}. */
    static Layout layout(
            View view,
            SliceOwner owner,
            List<SliceGroup> groups,
            List<StoredObject> existing,
            ReconcileContext moment) {
        var slices = new Slices(owner);
        existing.forEach(slice -> slices.free.add(new Slice(slice)));
        groups.forEach(slices::place);
        return slices.finish(view, moment);
    }

    private void place(SliceGroup group) {
        Map<SliceEndpoint.Identity, SliceEndpoint> waiting = new LinkedHashMap<>();
        group.endpoints().forEach(endpoint -> waiting.put(endpoint.identity(), endpoint));
        boolean placeholder = waiting.isEmpty();
        var changing = new ArrayList<Slice>();
        var unchanged = new ArrayList<Slice>();
        for (Slice slice : List.copyOf(free)) {
            if (slice.content.isOf(group)) {
                keep(slice, waiting);
                boolean nothing = slice.content.entries().isEmpty();
                if (!slice.endpoints.isEmpty() || (nothing && placeholder)) {
                    placeholder &= !nothing;
                    (slice.changed ? changing : unchanged).add(slice);
                    free.remove(slice);
                }
            }
        }
        touched.addAll(waiting.keySet());
        var rest = new ArrayList<>(waiting.values());
        changing.sort(
                Comparator.comparingInt((Slice slice) -> slice.endpoints.size()).reversed());
        changing.forEach(slice -> fill(slice.endpoints, rest));
        kept.addAll(changing);
        kept.addAll(unchanged);
        while (!rest.isEmpty() || placeholder) {
            placeholder = false;
            Slice roomy = fitting(unchanged, rest.size());
            if (roomy == null) {
                var next = new ArrayList<SliceEndpoint>();
                fill(next, rest);
                unplaced.add(new SliceGroup(group.addressType(), group.ports(), next));
            } else {
                roomy.changed = true;
                fill(roomy.endpoints, rest);
            }
        }
    }

    /** Keeps in {@code slice} what is wanted of it, as it is wanted now, and takes that out of {@code waiting}. */
    private void keep(Slice slice, Map<SliceEndpoint.Identity, SliceEndpoint> waiting) {
        for (SliceContent.Entry entry : slice.content.entries()) {
            SliceEndpoint wanted = waiting.remove(entry.identity());
            if (wanted == null) {
                slice.changed = true;
            } else {
                slice.endpoints.add(wanted);
                if (!wanted.equals(entry.endpoint())) {
                    slice.changed = true;
                    touched.add(entry.identity());
                }
            }
        }
    }

    /** The slice that is the fullest with {@code count} endpoints more; null when none has that much room. */
    private @Nullable Slice fitting(List<Slice> slices, int count) {
        Slice best = null;
        for (Slice slice : slices) {
            boolean fits = count > 0 && slice.endpoints.size() + count <= owner.maxEndpoints();
            if (fits && (best == null || slice.endpoints.size() > best.endpoints.size())) {
                best = slice;
            }
        }
        return best;
    }

    private void fill(List<SliceEndpoint> endpoints, List<SliceEndpoint> rest) {
        int room = Math.min(owner.maxEndpoints() - endpoints.size(), rest.size());
        if (room > 0) {
            List<SliceEndpoint> next = rest.subList(0, room);
            endpoints.addAll(next);
            next.clear();
        }
    }

    private Layout finish(View view, ReconcileContext moment) {
        var made = new ArrayList<NewObject>();
        Set<String> taken = new HashSet<>();
        for (SliceGroup group : unplaced) {
            Slice recycled = recyclable(group);
            if (recycled == null) {
                made.add(made(view, group, taken, moment));
            } else {
                free.remove(recycled);
                recycled.recycledFor = group;
                recycled.endpoints.clear();
                recycled.endpoints.addAll(group.endpoints());
                recycled.changed = true;
                kept.add(recycled);
            }
        }
        var edited = new ArrayList<Draft>();
        for (Slice slice : kept) {
            if (slice.changed || !isDescribed(slice.stored)) {
                edited.add(edited(slice));
            }
        }
        var deletions = new ArrayList<PlannedWrite>();
        free.forEach(slice -> ControllerDeletion.now(slice.stored).ifPresent(deletions::add));
        return new Layout(edited, made, deletions, touched);
    }

    private @Nullable Slice recyclable(SliceGroup group) {
        for (Slice slice : free) {
            if (slice.content.addressType().equals(group.addressType())) {
                return slice;
            }
        }
        return null;
    }

    /** Whether labels and annotations are right as they are. */
    private boolean isDescribed(StoredObject stored) {
        return stored.facts().labels().equals(owner.labels()) && owner.annotations() == null;
    }

    private Draft edited(Slice slice) {
        Draft draft = Draft.of(slice.stored);
        if (slice.changed) {
            draft.json().set("endpoints", list(slice.endpoints));
            if (slice.recycledFor != null) {
                draft.json().set("ports", slice.recycledFor.ports());
            }
        }
        describe(draft.metadata());
        return draft;
    }

    private void describe(ObjectNode metadata) {
        ServicePods.label(metadata, owner.labels());
        Map<String, String> annotations = owner.annotations();
        if (annotations != null) {
            ServicePods.put(metadata, "annotations", annotations);
        }
    }

    private NewObject made(View view, SliceGroup group, Set<String> taken, ReconcileContext moment) {
        ObjectKey key = freeKey(view, group, taken);
        var slice = new NewObject(Endpoints.SLICE_RESOURCE, "discovery.k8s.io/v1", "EndpointSlice", key, moment);
        slice.metadata().put("generateName", prefix()).put("generation", 1);
        describe(slice.metadata());
        slice.controlledBy(owner.reference());
        slice.json().put("addressType", group.addressType());
        slice.json().set("endpoints", list(group.endpoints()));
        slice.json().set("ports", group.ports());
        return slice;
    }

    private ObjectKey freeKey(View view, SliceGroup group, Set<String> taken) {
        for (int index = 0; ; index++) {
            String name = GeneratedNames.derived(
                    prefix(), owner.stored().uid(), group.addressType(), Integer.toString(index));
            var key = new ObjectKey(owner.stored().key().namespace(), name);
            if (taken.add(name) && view.get(Endpoints.SLICE_RESOURCE, key) == null) {
                return key;
            }
        }
    }

    private String prefix() {
        return owner.stored().key().name() + "-";
    }

    private static ArrayNode list(Collection<SliceEndpoint> endpoints) {
        ArrayNode list = Json.mapper().createArrayNode();
        endpoints.forEach(endpoint -> list.add(endpoint.json()));
        return list;
    }
}
