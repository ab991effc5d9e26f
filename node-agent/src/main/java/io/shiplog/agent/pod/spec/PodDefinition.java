package io.shiplog.agent.pod.spec;

import io.shiplog.objects.Interning;
import io.shiplog.resources.pod.PodResources;
import io.shiplog.resources.quantity.Quantity;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A pod as far as its node acts on it, read from its JSON once for each assignment. What the pods of one template have
 * in common is one instance for all of them.
 *
 * @param initContainers in their order, sidecars among them
 * @param volumes in the pod's order
 * @param demand what it asks of the node
 * @param surroundings what its containers find beside their own
 */
public record PodDefinition(
        PodIdentity identity,
        PodLifetime lifetime,
        List<ContainerDefinition> initContainers,
        List<ContainerDefinition> containers,
        List<Volume> volumes,
        PodNetwork network,
        PodSecurity security,
        Demand demand,
        Surroundings surroundings) {

    /**
     * What a pod asks of its node.
     *
     * @param counted what has to be counted for it while it is being resized
     */
    public record Demand(PodResources asked, Map<String, Quantity> counted) {
        public Demand {
            counted = Map.copyOf(counted);
        }
    }

    /**
     * What a pod refers to by name.
     *
     * @param serviceAccount {@code default} when the pod says none
     * @param serviceLinks whether its containers are told of the services of their namespace
     * @param pullSecrets names of the Secrets that its images may be pulled with
     * @param readinessGates types of conditions that others decide and that its readiness waits for
     */
    public record Surroundings(
            String serviceAccount, boolean serviceLinks, List<String> pullSecrets, List<String> readinessGates) {
        public Surroundings {
            pullSecrets = List.copyOf(pullSecrets);
            readinessGates = List.copyOf(readinessGates);
        }
    }

    public PodDefinition {
        initContainers = Interning.one(List.copyOf(initContainers));
        containers = Interning.one(List.copyOf(containers));
        volumes = Interning.one(List.copyOf(volumes));
        network = Interning.one(network);
        security = Interning.one(security);
        demand = Interning.one(demand);
        surroundings = Interning.one(surroundings);
    }

    /** The definition in a whole Pod. */
    public static PodDefinition read(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        JsonNode spec = pod.path("spec");
        return new PodDefinition(
                PodIdentity.read(metadata),
                PodLifetime.read(metadata, spec),
                JsonParts.list(spec, "initContainers", ContainerDefinition::read),
                JsonParts.list(spec, "containers", ContainerDefinition::read),
                JsonParts.list(spec, "volumes", Volume::read),
                PodNetwork.read(spec),
                PodSecurity.read(spec),
                new Demand(PodResources.asked(pod), PodResources.counted(pod).requests()),
                new Surroundings(
                        serviceAccount(JsonParts.text(spec, "serviceAccountName")),
                        spec.path("enableServiceLinks").asBoolean(true),
                        JsonParts.list(spec, "imagePullSecrets", each -> JsonParts.text(each, "name")),
                        JsonParts.list(spec, "readinessGates", each -> JsonParts.text(each, "conditionType"))));
    }

    private static String serviceAccount(String own) {
        return own.isEmpty() ? "default" : own;
    }

    /** All its containers, those that run first first. */
    public Stream<ContainerDefinition> all() {
        return Stream.concat(initContainers.stream(), containers.stream());
    }

    /** A container by its name, null when there is none. */
    public @Nullable ContainerDefinition container(String name) {
        return all().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    }
}
