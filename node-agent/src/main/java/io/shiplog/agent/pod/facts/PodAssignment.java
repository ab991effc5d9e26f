package io.shiplog.agent.pod.facts;

import io.shiplog.agent.pod.spec.KnownStatus;
import io.shiplog.agent.pod.spec.NeededObject;
import io.shiplog.agent.pod.spec.ObjectData;
import io.shiplog.agent.pod.spec.PodDefinition;
import io.shiplog.agent.pod.spec.PodDocument;
import io.shiplog.journal.codec.AssignedPod;
import io.shiplog.journal.codec.AssignedService;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pod that a node must run, with the objects that its containers read.
 *
 * @param document the Pod
 * @param configMaps by name, of the pod's namespace
 * @param secrets by name, of the pod's namespace
 * @param services those whose addresses the containers find in their environment
 */
public record PodAssignment(
        String node,
        PodDocument document,
        Map<String, ObjectData> configMaps,
        Map<String, ObjectData> secrets,
        List<AssignedService> services) {
    /** The conditions that the node decides. */
    public static final Set<String> CONDITIONS_OF_THE_NODE =
            Set.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady");

    public PodAssignment {
        configMaps = Map.copyOf(configMaps);
        secrets = Map.copyOf(secrets);
        services = List.copyOf(services);
    }

    /** The assignment of a pod that was made here. */
    public static PodAssignment of(String node, ObjectNode pod) {
        PodDocument document = PodDocument.read(AgentJson.bytes(pod));
        return new PodAssignment(node, document, Map.of(), Map.of(), List.of());
    }

    /**
     * The assignment that a record says, with the objects that it carries itself and no other.
     *
     * @throws tools.jackson.core.JacksonException when the pod, or an object, is not what it should be
     */
    public static PodAssignment of(AssignedPod assigned) {
        return new PodAssignment(
                assigned.node(),
                PodDocument.read(assigned.pod()),
                carried(NeededObject.Kind.CONFIG_MAP, assigned.configMaps()),
                carried(NeededObject.Kind.SECRET, assigned.secrets()),
                assigned.services());
    }

    private static Map<String, ObjectData> carried(NeededObject.Kind kind, List<AssignedPod.Named> objects) {
        var carried = new HashMap<String, ObjectData>();
        for (AssignedPod.Named object : objects) {
            byte[] json = object.carried();
            if (json != null) {
                carried.put(object.name(), ObjectData.read(kind, json));
            }
        }
        return carried;
    }

    /** The same with these objects beside those that it has. */
    public PodAssignment with(Map<String, ObjectData> moreConfigMaps, Map<String, ObjectData> moreSecrets) {
        var maps = new HashMap<>(configMaps);
        maps.putAll(moreConfigMaps);
        var all = new HashMap<>(secrets);
        all.putAll(moreSecrets);
        return new PodAssignment(node, document, maps, all, services);
    }

    /**
     * The same as a node meets it that has reported {@code status} of the pod before: assignments are not written anew
     * for each status. Conditions that others decide stay as they were assigned.
     */
    public PodAssignment reported(ObjectNode status) {
        ObjectNode known = status.deepCopy();
        ArrayNode conditions = known.putArray("conditions");
        addConditions(status, true, conditions);
        addConditions(document.status().tree(), false, conditions);
        return new PodAssignment(node, document.with(KnownStatus.of(known)), configMaps, secrets, services);
    }

    private static void addConditions(JsonNode status, boolean own, ArrayNode to) {
        for (JsonNode condition : status.path("conditions")) {
            if (CONDITIONS_OF_THE_NODE.contains(condition.path("type").asString("")) == own) {
                to.add(condition.deepCopy());
            }
        }
    }

    /** A ConfigMap or Secret that the pod reads, null when it is not there. */
    public @Nullable ObjectData object(NeededObject needed) {
        return switch (needed.kind()) {
            case CONFIG_MAP -> configMaps.get(needed.name());
            case SECRET -> secrets.get(needed.name());
        };
    }

    /** The whole Pod as a tree, the caller's own. */
    public ObjectNode json() {
        return document.tree();
    }

    /** What the pod is. */
    public PodDefinition pod() {
        return document.definition();
    }

    public String uid() {
        return pod().identity().uid();
    }

    public String namespace() {
        return pod().identity().namespace();
    }

    public String name() {
        return pod().identity().name();
    }

    /** Whether somebody asked for the pod's deletion. */
    public boolean deleting() {
        return pod().lifetime().deleting();
    }

    /** How long containers get to end: what the deletion said, else what the pod says, else 30 s. */
    public Duration grace() {
        return pod().lifetime().grace();
    }

    /** The phase that the cluster knows, empty when it knows none. */
    public String knownPhase() {
        return document.status().facts().phase();
    }

    /** The start time that the cluster knows. */
    public @Nullable Instant knownStart() {
        return document.status().facts().start();
    }

    /** The part of the pod that a container is, as events name it. */
    public String fieldPath(String container) {
        boolean init =
                pod().initContainers().stream().anyMatch(one -> one.name().equals(container));
        return (init ? "spec.initContainers{" : "spec.containers{") + container + "}";
    }
}
