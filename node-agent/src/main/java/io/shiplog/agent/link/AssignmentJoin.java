package io.shiplog.agent.link;

import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.NeededObject;
import io.shiplog.agent.pod.spec.ObjectData;
import io.shiplog.journal.codec.AssignedPod;
import io.shiplog.journal.codec.AssignmentCodec;
import io.shiplog.journal.codec.AssignmentKey;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.resources.kinds.config.Configuration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Joins the pods of nodes with the ConfigMaps and Secrets that they name, as their records come. One thread owns it.
 *
 * <p>Laws:
 * <ul>
 *   <li>a pod is told of once everything that it names is known, be it there or missing, and again whenever one of them
 *       changes;
 *   <li>a pod that is being deleted waits for nothing;
 *   <li>the order in which records come changes nothing of what is told last of each pod;
 *   <li>what several nodes name is held once.
 * </ul>
 */
final class AssignmentJoin {
    private static final GroupResource CONFIG_MAPS = Configuration.CONFIG_MAPS.resource();
    private static final GroupResource SECRETS = Configuration.SECRETS.resource();

    private final Map<String, Map<String, Pod>> pods = new HashMap<>();
    private final Map<ObjectRef, Map<String, Known>> objects = new HashMap<>();

    /** What the node has to know of a pod: null when it has left the node. */
    record PodUpdate(String node, String podUid, @Nullable PodAssignment assignment) {}

    /** @param assignment with the objects that its record carried */
    private record Pod(PodAssignment assignment, Set<ObjectRef> names) {}

    /** An object that pods of a node name: null when it is not there. */
    private record Known(UUID digest, @Nullable ObjectData object) {}

    /**
     * Takes a pod's record.
     *
     * @param value null when the pod has left the node
     * @param remembered puts what the node remembers of the pod into its assignment
     * @throws io.shiplog.journal.codec.UnreadableValueException when the value cannot be read
     * @throws tools.jackson.core.JacksonException when the pod is none
     */
    List<PodUpdate> pod(AssignmentKey.Pod key, byte @Nullable [] value, UnaryOperator<PodAssignment> remembered) {
        Map<String, Pod> own = pods.computeIfAbsent(key.node(), _ -> new LinkedHashMap<>());
        if (value == null) {
            own.remove(key.uid());
            return List.of(new PodUpdate(key.node(), key.uid(), null));
        }
        AssignedPod assigned = AssignmentCodec.readPod(value);
        PodAssignment assignment = remembered.apply(PodAssignment.of(assigned));
        var names = new LinkedHashSet<ObjectRef>();
        addNames(names, CONFIG_MAPS, assignment.namespace(), assigned.configMaps());
        addNames(names, SECRETS, assignment.namespace(), assigned.secrets());
        var pod = new Pod(assignment, names);
        own.put(key.uid(), pod);
        return updates(key.node(), pod);
    }

    private static void addNames(
            Set<ObjectRef> names, GroupResource resource, String namespace, List<AssignedPod.Named> objects) {
        for (AssignedPod.Named object : objects) {
            if (object.carried() == null) {
                names.add(new ObjectRef(resource, new ObjectKey(namespace, object.name())));
            }
        }
    }

    /**
     * Takes the record of an object that pods name.
     *
     * @param value null when no pod of the node names it any more
     * @throws io.shiplog.journal.codec.UnreadableValueException when the value cannot be read
     * @throws tools.jackson.core.JacksonException when the object is none
     */
    List<PodUpdate> object(AssignmentKey.Named key, byte @Nullable [] value) {
        ObjectRef ref = key.object();
        Map<String, Known> known = objects.computeIfAbsent(ref, _ -> new HashMap<>());
        if (value == null) {
            known.remove(key.node());
            if (known.isEmpty()) {
                objects.remove(ref);
            }
            return List.of();
        }
        UUID digest = UUID.nameUUIDFromBytes(value);
        Known same = known.values().stream()
                .filter(one -> one.digest().equals(digest))
                .findFirst()
                .orElse(null);
        known.put(key.node(), same == null ? new Known(digest, decode(ref, AssignmentCodec.readObject(value))) : same);
        var updates = new ArrayList<PodUpdate>();
        for (Pod pod : pods.getOrDefault(key.node(), Map.of()).values()) {
            if (pod.names().contains(ref)) {
                updates.addAll(updates(key.node(), pod));
            }
        }
        return updates;
    }

    private static @Nullable ObjectData decode(ObjectRef ref, byte @Nullable [] object) {
        if (object == null) {
            return null;
        }
        boolean secret = ref.resource().equals(SECRETS);
        return ObjectData.read(secret ? NeededObject.Kind.SECRET : NeededObject.Kind.CONFIG_MAP, object);
    }

    /** The uids of the pods that wait for what they name. */
    Set<String> waiting() {
        var waiting = new LinkedHashSet<String>();
        pods.forEach((node, own) -> own.forEach((uid, pod) -> {
            if (updates(node, pod).isEmpty()) {
                waiting.add(uid);
            }
        }));
        return waiting;
    }

    private List<PodUpdate> updates(String node, Pod pod) {
        var configMaps = new HashMap<String, ObjectData>();
        var secrets = new HashMap<String, ObjectData>();
        for (ObjectRef name : pod.names()) {
            Known known = objects.getOrDefault(name, Map.of()).get(node);
            if (known == null && !pod.assignment().deleting()) {
                return List.of();
            }
            ObjectData object = known == null ? null : known.object();
            if (object != null) {
                (name.resource().equals(SECRETS) ? secrets : configMaps)
                        .put(name.key().name(), object);
            }
        }
        PodAssignment assignment = pod.assignment();
        return List.of(new PodUpdate(
                node, assignment.uid(), pod.names().isEmpty() ? assignment : assignment.with(configMaps, secrets)));
    }
}
