package io.shiplog.agent.pod.facts;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.shiplog.journal.codec.AssignedPod;
import io.shiplog.journal.codec.AssignedService;
import io.shiplog.resources.model.Models;
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
        Map<String, ConfigMap> configMaps,
        Map<String, Secret> secrets,
        List<AssignedService> services) {
    /** The conditions that the node decides. */
    public static final Set<String> CONDITIONS_OF_THE_NODE =
            Set.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady");

    private static final long DEFAULT_GRACE_SECONDS = 30;

    public PodAssignment {
        configMaps = Map.copyOf(configMaps);
        secrets = Map.copyOf(secrets);
        services = List.copyOf(services);
    }

    /** The assignment of a pod that was made here. */
    public static PodAssignment of(String node, Pod pod) {
        var document = new PodDocument(AgentJson.bytes(AgentJson.tree(pod)));
        return new PodAssignment(node, document, Map.of(), Map.of(), List.of());
    }

    /**
     * The assignment that a record says, with the objects that it carries itself and no other.
     *
     * @throws tools.jackson.core.JacksonException when the pod, or an object, is not what it should be
     */
    public static PodAssignment of(AssignedPod assigned) {
        var document = new PodDocument(assigned.pod());
        // Here, and not in the middle of what is done with it, is where one that cannot be read is told of.
        document.model();
        return new PodAssignment(
                assigned.node(),
                document,
                carried(assigned.configMaps(), ConfigMap.class),
                carried(assigned.secrets(), Secret.class),
                assigned.services());
    }

    private static <T> Map<String, T> carried(List<AssignedPod.Named> objects, Class<T> type) {
        var carried = new HashMap<String, T>();
        for (AssignedPod.Named object : objects) {
            byte[] json = object.carried();
            if (json != null) {
                carried.put(object.name(), Models.decode(json, type));
            }
        }
        return carried;
    }

    /** The same with these objects beside those that it has. */
    public PodAssignment with(Map<String, ConfigMap> moreConfigMaps, Map<String, Secret> moreSecrets) {
        var maps = new HashMap<>(configMaps);
        maps.putAll(moreConfigMaps);
        var all = new HashMap<>(secrets);
        all.putAll(moreSecrets);
        return new PodAssignment(node, document, maps, all, services);
    }

    /**
     * The same as a node meets it that has reported {@code status} of the pod before: assignments are not written anew for each
     * status. Conditions that others decide stay as they were assigned.
     */
    public PodAssignment reported(ObjectNode status) {
        ObjectNode known = status.deepCopy();
        ArrayNode conditions = known.putArray("conditions");
        addConditions(status, true, conditions);
        addConditions(json().path("status"), false, conditions);
        ObjectNode reported = json().deepCopy();
        reported.set("status", known);
        return new PodAssignment(node, new PodDocument(AgentJson.bytes(reported)), configMaps, secrets, services);
    }

    private static void addConditions(JsonNode status, boolean own, ArrayNode to) {
        for (JsonNode condition : status.path("conditions")) {
            if (CONDITIONS_OF_THE_NODE.contains(condition.path("type").asString("")) == own) {
                to.add(condition.deepCopy());
            }
        }
    }

    /** The whole Pod as a tree. */
    public ObjectNode json() {
        return document.tree();
    }

    /** The Pod, typed. */
    public Pod pod() {
        return document.model();
    }

    public String uid() {
        return pod().getMetadata().getUid();
    }

    public String namespace() {
        return pod().getMetadata().getNamespace();
    }

    public String name() {
        return pod().getMetadata().getName();
    }

    /** Whether somebody asked for the pod's deletion. */
    public boolean deleting() {
        return pod().getMetadata().getDeletionTimestamp() != null;
    }

    /** How long containers get to end: what the deletion said, else what the pod says, else 30 s. */
    public Duration grace() {
        Long deletion = pod().getMetadata().getDeletionGracePeriodSeconds();
        Long specified = pod().getSpec().getTerminationGracePeriodSeconds();
        long seconds = deletion != null ? deletion : specified != null ? specified : DEFAULT_GRACE_SECONDS;
        // Longer is for ever, and no timer counts so far.
        return Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE));
    }

    /** The phase that the cluster knows, empty when it knows none. */
    public String knownPhase() {
        return json().path("status").path("phase").asString("");
    }

    /** The start time that the cluster knows. */
    public @Nullable Instant knownStart() {
        String text = json().path("status").path("startTime").asString("");
        return text.isEmpty() ? null : Instant.parse(text);
    }

    /** The part of the pod that a container is, as events name it. */
    public String fieldPath(String container) {
        boolean init = initContainers().stream().anyMatch(one -> one.getName().equals(container));
        return (init ? "spec.initContainers{" : "spec.containers{") + container + "}";
    }

    public List<Container> initContainers() {
        List<Container> containers = pod().getSpec().getInitContainers();
        return containers == null ? List.of() : containers;
    }

    public List<Container> containers() {
        return pod().getSpec().getContainers();
    }
}
