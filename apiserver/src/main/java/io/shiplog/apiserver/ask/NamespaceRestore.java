package io.shiplog.apiserver.ask;

import io.shiplog.apiserver.ask.TakeBack.Step;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.write.WriteBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Plans what makes a namespace what it was: its objects that are gone come back, those that were changed are what they
 * were, owners before what they own. What controllers make anew is left to them, their old revisions aside; what was
 * not there then stays, and is told of; so is what cannot come back. Each step is tried on the outcome of those before
 * it. Pure.
 */
final class NamespaceRestore {
    /** What others stand on comes first. */
    private static final List<String> FIRST =
            List.of("serviceaccounts", "secrets", "configmaps", "persistentvolumeclaims", "services");
    /** What would hold back others comes last. */
    private static final List<String> LAST =
            List.of("pods", "poddisruptionbudgets", "horizontalpodautoscalers", "limitranges", "resourcequotas");
    /** What is said of the cluster, and what the addresses of services are; it is made again. */
    private static final Set<String> MADE_AGAIN = Set.of("events", "endpoints", "endpointslices", "leases");
    /** What a controller owns and does not make again as it was. */
    private static final Set<String> REVISIONS = Set.of("replicasets", "controllerrevisions");

    private static final int DEEPEST = 8;

    private final Planner planner;
    private final View then;
    private final Predicate<ObjectRef> seen;
    private final WriteBatch batch;
    private final Map<String, StoredObject> byUid = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    private NamespaceRestore(Planner planner, View then, Predicate<ObjectRef> seen) {
        this.planner = planner;
        this.then = then;
        this.seen = seen;
        this.batch = new WriteBatch(planner.now());
    }

    /**
     * The plan.
     *
     * @param planner on the present
     * @param then what was
     * @param seen what the asker may know of; the rest is left out
     * @param namespace was there then
     */
    static List<Step> of(Planner planner, View then, Predicate<ObjectRef> seen, StoredObject namespace) {
        return new NamespaceRestore(planner, then, seen).steps(namespace);
    }

    private List<Step> steps(StoredObject namespace) {
        add(planner.restore(namespace));
        String name = namespace.key().name();
        List<StoredObject> objects = new ArrayList<>();
        for (GroupResource resource : then.resources()) {
            objects.addAll(then.list(resource, name));
        }
        objects.forEach(object -> byUid.put(object.uid(), object));
        objects.removeIf(object -> !comesBack(object));
        objects.sort(Comparator.<StoredObject>comparingInt(object -> depth(object, 0))
                .thenComparingInt(object -> rank(object.resource()))
                .thenComparing(StoredObject::ref));
        objects.forEach(object -> add(planner.restore(object)));
        stayed(name);
        return List.copyOf(steps);
    }

    private boolean comesBack(StoredObject object) {
        return seen.test(object.ref())
                && !object.facts().deleting()
                && !MADE_AGAIN.contains(object.resource().resource())
                && (!isControlled(object)
                        || REVISIONS.contains(object.resource().resource())
                                && planner.now().get(object.ref()) == null);
    }

    /** By something that was there then: it makes it again, or keeps it as it should be. */
    private boolean isControlled(StoredObject object) {
        Owner controller = object.facts().controller();
        return controller != null && byUid.containsKey(controller.uid());
    }

    /** How many owners there are above it. */
    private int depth(StoredObject object, int below) {
        int deepest = 0;
        if (below < DEEPEST) {
            for (Owner owner : object.facts().owners()) {
                StoredObject above = byUid.get(owner.uid());
                if (above != null) {
                    deepest = Math.max(deepest, 1 + depth(above, below + 1));
                }
            }
        }
        return deepest;
    }

    private static int rank(GroupResource resource) {
        int first = FIRST.indexOf(resource.resource());
        int last = LAST.indexOf(resource.resource());
        return first >= 0 ? first : last >= 0 ? FIRST.size() + 1 + last : FIRST.size();
    }

    private void add(Step step) {
        if (step.request() == null) {
            if (!step.notes().isEmpty()) {
                steps.add(step);
            }
            return;
        }
        switch (step.request().decide(batch)) {
            case Decision.Propose proposed -> {
                batch.add(proposed.writes());
                steps.add(step);
            }
            case Decision.Nothing _, Decision.Awaits _ -> steps.add(step);
            case Decision.Refused(var refusal) -> {
                List<String> notes = new ArrayList<>(step.notes());
                notes.add("cannot be as it was: " + refusal.message());
                steps.add(new Step(step.resource(), step.key(), step.verb(), List.of(), notes, null));
            }
        }
    }

    private void stayed(String namespace) {
        View now = planner.now();
        for (GroupResource resource : now.resources().stream().sorted().toList()) {
            for (StoredObject object : now.list(resource, namespace)) {
                ObjectKey key = object.key();
                boolean made = object.facts().controller() != null || MADE_AGAIN.contains(resource.resource());
                if (!made && then.get(resource, key) == null && seen.test(object.ref())) {
                    steps.add(new Step(
                            resource, key, "update", List.of(), List.of("was not there then, and stays"), null));
                }
            }
        }
    }

    /** Whether a question is about a namespace. */
    static boolean isOf(GroupResource resource) {
        return resource.equals(Namespaces.RESOURCE);
    }
}
