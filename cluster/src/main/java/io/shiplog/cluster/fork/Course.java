package io.shiplog.cluster.fork;

import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectFacts;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.diff.FieldChange;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a replay came to beside what happened, object by object. An object whose name a controller made up is compared
 * with the one that the same owner has in its place, oldest first. What a replay cannot repeat is left out: times,
 * uids, versions, addresses, ids of containers, and objects that tell of nodes or of events. Pure.
 */
public final class Course {
    private static final Set<String> LEFT_OUT = Set.of(
            "events",
            "leases.coordination.k8s.io",
            "nodes",
            "csinodes.storage.k8s.io",
            "endpoints",
            "endpointslices.discovery.k8s.io",
            "ipaddresses.networking.k8s.io",
            "servicecidrs.networking.k8s.io");

    /** The volume of a pod's token, whose name is made up. */
    private static final Pattern TOKEN_VOLUME = Pattern.compile("(kube-api-access)-[a-z0-9]{5}");

    private static final Set<String> FIELDS = Set.of(
            "uid",
            "resourceVersion",
            "managedFields",
            "selfLink",
            "startedAt",
            "finishedAt",
            "restartCount",
            "lastState",
            "containerID",
            "imageID",
            "podIP",
            "podIPs",
            "hostIP",
            "hostIPs",
            "clusterIP",
            "clusterIPs");

    private final Map<ObjectRef, StoredObject> happened;
    private final Map<ObjectRef, StoredObject> replayed;
    /** Of each object that happened, the one of the replay. */
    private final Map<ObjectRef, StoredObject> pairs = new TreeMap<>();
    /** Names of the replay, and what stands for them. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private final Kinds kinds;

    /**
     * An object that differs.
     *
     * @param changes from what happened to what the replay came to; all fields of one that only one of them has
     */
    public record Difference(ObjectRef ref, String what, List<FieldChange> changes) {}

    private Course(State happened, State replayed) {
        this.happened = compared(happened);
        this.replayed = compared(replayed);
        this.kinds = Kinds.of(happened);
    }

    /** What differs, in the order of the objects. */
    public static List<Difference> differences(State happened, State replayed) {
        return new Course(happened, replayed).differences();
    }

    private static Map<ObjectRef, StoredObject> compared(State state) {
        Map<ObjectRef, StoredObject> objects = new TreeMap<>();
        for (GroupResource resource : state.resources()) {
            if (!LEFT_OUT.contains(resource.toString())) {
                state.list(resource).stream()
                        .filter(object -> !object.key().name().equals("kube-root-ca.crt"))
                        .forEach(object -> objects.put(object.ref(), object));
            }
        }
        return objects;
    }

    private List<Difference> differences() {
        pair();
        List<Difference> differences = new ArrayList<>();
        Map<ObjectRef, StoredObject> left = new TreeMap<>(replayed);
        happened.forEach((ref, object) -> {
            StoredObject other = pairs.get(ref);
            if (other == null) {
                differences.add(new Difference(ref, "is not there in the replay", List.of()));
                return;
            }
            left.remove(other.ref());
            List<FieldChange> changes = FieldChange.between(plain(object, false), plain(other, true), schema(ref));
            if (!changes.isEmpty()) {
                differences.add(new Difference(ref, "differs", changes));
            }
        });
        left.keySet().forEach(ref -> differences.add(new Difference(ref, "is there in the replay only", List.of())));
        return differences;
    }

    /** By name; then, as long as that finds more, by owner. */
    private void pair() {
        Map<ObjectRef, StoredObject> left = new TreeMap<>(replayed);
        happened.keySet().forEach(ref -> {
            StoredObject same = left.remove(ref);
            if (same != null) {
                pairs.put(ref, same);
            }
        });
        boolean more = true;
        while (more) {
            more = false;
            Map<String, List<StoredObject>> mine = byOwner(happened, pairs.keySet(), false);
            Map<String, List<StoredObject>> theirs = byOwner(left, Set.of(), true);
            for (var group : mine.entrySet()) {
                List<StoredObject> others = theirs.getOrDefault(group.getKey(), List.of());
                for (int i = 0; i < Math.min(group.getValue().size(), others.size()); i++) {
                    StoredObject one = group.getValue().get(i);
                    StoredObject other = others.get(i);
                    pairs.put(one.ref(), other);
                    left.remove(other.ref());
                    names.put(other.key().name(), one.key().name());
                    more = true;
                }
            }
        }
    }

    private Map<String, List<StoredObject>> byOwner(
            Map<ObjectRef, StoredObject> objects, Set<ObjectRef> without, boolean renamed) {
        Map<String, List<StoredObject>> groups = new TreeMap<>();
        objects.forEach((ref, object) -> {
            ObjectFacts.Owner owner = object.facts().controller();
            if (owner != null && !without.contains(ref)) {
                String name = renamed ? names.getOrDefault(owner.name(), owner.name()) : owner.name();
                groups.computeIfAbsent(
                                ref.resource() + " " + ref.key().namespace() + " " + owner.kind() + " " + name,
                                none -> new ArrayList<>())
                        .add(object);
            }
        });
        groups.values()
                .forEach(group -> group.sort(Comparator.comparing(
                                (StoredObject object) -> Trees.text(Trees.of(object), "metadata", "creationTimestamp"))
                        .thenComparing(object -> object.key().name())));
        return groups;
    }

    private Schema schema(ObjectRef ref) {
        Kind kind = kinds.preferred(ref.resource());
        return kind == null ? Schema.anything() : kind.storage().schema();
    }

    private ObjectNode plain(StoredObject object, boolean renamed) {
        ObjectNode tree = Trees.of(object);
        return plain(tree, renamed) instanceof ObjectNode plain ? plain : tree;
    }

    private JsonNode plain(JsonNode node, boolean renamed) {
        if (node instanceof ObjectNode object) {
            ObjectNode plain = object.objectNode();
            object.forEachEntry((name, value) -> {
                if (!FIELDS.contains(name) && !name.endsWith("Time") && !name.endsWith("Timestamp")) {
                    plain.set(name, plain(value, renamed));
                }
            });
            return plain;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode plain = array.arrayNode();
            array.forEach(item -> plain.add(plain(item, renamed)));
            return plain;
        }
        return node.isString() ? text(node, renamed) : node;
    }

    private JsonNode text(JsonNode node, boolean renamed) {
        String text = TOKEN_VOLUME.matcher(node.asString("")).replaceAll("$1");
        if (renamed) {
            for (var name : names.entrySet()) {
                text = text.replace(name.getKey(), name.getValue());
            }
        }
        return JsonNodeFactory.instance.stringNode(text);
    }
}
