package io.shiplog.resources.pod;

import io.shiplog.resources.quantity.Amounts;
import io.shiplog.resources.quantity.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Everything in a pod that says what it asks of a node, and what that comes to (k8s.io/component-helpers/resource,
 * v1.34).
 *
 * @param containers those that run side by side
 * @param initContainers those that run before them, in order, and the sidecars that stay
 * @param whole what the pod says for all its containers together, null when it says nothing; its containers' say no
 *     more then
 * @param overhead what running any pod of this kind takes
 */
public record PodResources(
        List<ContainerResources> containers,
        List<ContainerResources> initContainers,
        @Nullable Whole whole,
        Map<String, Quantity> overhead) {

    /** A pod's own requests and limits ({@code spec.resources}). */
    public record Whole(Map<String, Quantity> requests, Map<String, Quantity> limits) {
        public Whole {
            requests = Map.copyOf(requests);
            limits = Map.copyOf(limits);
        }
    }

    public PodResources {
        containers = List.copyOf(containers);
        initContainers = List.copyOf(initContainers);
        overhead = Map.copyOf(overhead);
    }

    /** What {@code pod} asks for, whatever its node has given it. */
    public static PodResources asked(JsonNode pod) {
        return ofSpec(pod.path("spec"));
    }

    /** As {@link #asked}, of a pod's spec or a pod template's. */
    public static PodResources ofSpec(JsonNode spec) {
        var containers = new ArrayList<ContainerResources>();
        spec.path("containers").forEach(each -> containers.add(ContainerResources.read(each, true)));
        var initContainers = new ArrayList<ContainerResources>();
        for (JsonNode each : spec.path("initContainers")) {
            boolean sidecar = each.path("restartPolicy").asString("").equals("Always");
            initContainers.add(ContainerResources.read(each, sidecar));
        }
        Whole whole = spec.hasNonNull("resources")
                ? new Whole(
                        Amounts.of(spec.path("resources").path("requests")),
                        Amounts.of(spec.path("resources").path("limits")))
                : null;
        return new PodResources(containers, initContainers, whole, Amounts.of(spec.path("overhead")));
    }

    /** What has to be counted for {@code pod} while its node resizes it: what it asks for, or more. */
    public static PodResources counted(JsonNode pod) {
        PodResources asked = asked(pod);
        JsonNode status = pod.path("status");
        Map<String, JsonNode> statuses = new HashMap<>();
        for (String list : List.of("containerStatuses", "initContainerStatuses")) {
            for (JsonNode each : status.path(list)) {
                if (each.has("resources")) {
                    statuses.put(each.path("name").asString(""), each);
                }
            }
        }
        if (statuses.isEmpty()) {
            return asked;
        }
        boolean infeasible = isResizeInfeasible(status);
        return new PodResources(
                having(asked.containers, statuses, infeasible),
                having(asked.initContainers, statuses, infeasible),
                asked.whole,
                asked.overhead);
    }

    private static List<ContainerResources> having(
            List<ContainerResources> containers, Map<String, JsonNode> statuses, boolean infeasible) {
        return containers.stream()
                .map(each -> {
                    JsonNode status = statuses.get(each.name());
                    return status == null ? each : each.having(status, infeasible);
                })
                .toList();
    }

    private static boolean isResizeInfeasible(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asString("").equals("PodResizePending")) {
                return condition.path("reason").asString("").equals("Infeasible");
            }
        }
        return false;
    }

    /** What the pod requests, overhead included. */
    public TreeMap<String, Quantity> requests() {
        return requests(Map.of());
    }

    /**
     * As {@link #requests()}, where each container that does not say what it requests counts with {@code unsaid}.
     *
     * @param unsaid amounts by resource; a request of zero is said
     */
    public TreeMap<String, Quantity> requests(Map<String, Quantity> unsaid) {
        TreeMap<String, Quantity> requests = together(container -> said(container.requests(), unsaid));
        override(requests, whole == null ? Map.of() : whole.requests());
        Amounts.add(requests, overhead);
        return requests;
    }

    /** What may be used of what is limited; overhead adds to what is limited already, and limits nothing by itself. */
    public TreeMap<String, Quantity> limits() {
        TreeMap<String, Quantity> limits = limitsWithoutOverhead();
        overhead.forEach(
                (name, more) -> limits.computeIfPresent(name, (_, limit) -> limit.isZero() ? limit : limit.add(more)));
        return limits;
    }

    /** What the pod itself requests: what limit ranges look at. */
    public TreeMap<String, Quantity> requestsWithoutOverhead() {
        TreeMap<String, Quantity> requests = together(ContainerResources::requests);
        override(requests, whole == null ? Map.of() : whole.requests());
        return requests;
    }

    /** What the pod itself is limited to: what limit ranges look at. */
    public TreeMap<String, Quantity> limitsWithoutOverhead() {
        TreeMap<String, Quantity> limits = together(ContainerResources::limits);
        override(limits, whole == null ? Map.of() : whole.limits());
        return limits;
    }

    /** What all containers together request, without what the pod says as a whole. */
    public TreeMap<String, Quantity> containerRequests() {
        return together(ContainerResources::requests);
    }

    /** What all containers together are limited to, without what the pod says as a whole. */
    public TreeMap<String, Quantity> containerLimits() {
        return together(ContainerResources::limits);
    }

    /** Whether the pod requests or limits something as a whole that can be requested so. */
    public boolean isWholeSaid() {
        return whole != null
                && (whole.requests().keySet().stream().anyMatch(PodResources::isOfWholes)
                        || whole.limits().keySet().stream().anyMatch(PodResources::isOfWholes));
    }

    /** Whether a pod as a whole may request or limit this resource. */
    public static boolean isOfWholes(String resource) {
        return resource.equals("cpu") || resource.equals("memory") || resource.startsWith("hugepages-");
    }

    /** The containers' sum, or the largest init container with the sidecars before it, whichever is more. */
    private TreeMap<String, Quantity> together(Function<ContainerResources, Map<String, Quantity>> amounts) {
        TreeMap<String, Quantity> running = new TreeMap<>();
        for (ContainerResources container : containers) {
            Amounts.add(running, amounts.apply(container));
        }
        TreeMap<String, Quantity> sidecars = new TreeMap<>();
        TreeMap<String, Quantity> starting = new TreeMap<>();
        for (ContainerResources container : initContainers) {
            Map<String, Quantity> own = amounts.apply(container);
            if (container.stays()) {
                Amounts.add(sidecars, own);
                Amounts.raise(starting, sidecars);
            } else {
                TreeMap<String, Quantity> meanwhile = new TreeMap<>(own);
                Amounts.add(meanwhile, sidecars);
                Amounts.raise(starting, meanwhile);
            }
        }
        Amounts.add(running, sidecars);
        Amounts.raise(running, starting);
        return running;
    }

    private static Map<String, Quantity> said(Map<String, Quantity> requests, Map<String, Quantity> unsaid) {
        if (unsaid.isEmpty() || requests.keySet().containsAll(unsaid.keySet())) {
            return requests;
        }
        Map<String, Quantity> all = new HashMap<>(unsaid);
        all.putAll(requests);
        return all;
    }

    private static void override(TreeMap<String, Quantity> amounts, Map<String, Quantity> whole) {
        whole.forEach((name, amount) -> {
            if (isOfWholes(name)) {
                amounts.put(name, amount);
            }
        });
    }
}
