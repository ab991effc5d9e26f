package io.shiplog.scheduler.read;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.facts.ConditionFacts;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.scheduler.cluster.ClusterContext;
import io.shiplog.scheduler.cluster.ClusterContext.PriorityClass;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.PodLife;
import io.shiplog.scheduler.cluster.Urgency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a Pod object. */
public final class PodInfoReader {
    private PodInfoReader() {}

    /** What the scheduler knows of {@code object}; {@code clusterContext} says what its priority class is worth. */
    public static PodInfo read(StoredObject object, ClusterContext clusterContext) {
        JsonNode pod = Fields.parse(object.json());
        JsonNode spec = pod.path("spec");
        Map<String, String> labels = object.facts().labels();
        return new PodInfo(
                object.key(),
                object.uid(),
                labels,
                object.facts().controller(),
                life(PodFacts.of(object), pod.path("status")),
                urgency(spec, clusterContext),
                DemandReader.read(pod),
                new RulesReader(object, labels).read(spec));
    }

    private static PodLife life(PodFacts pod, JsonNode status) {
        String node = pod.node();
        Instant created = pod.life().created();
        return new PodLife(
                node == null ? "" : node,
                Fields.text(status, "nominatedNodeName"),
                created == null ? Instant.EPOCH : created,
                Fields.time(status, "startTime", Instant.MAX),
                pod.isTerminating(),
                pod.isTerminating() && isPreempted(pod.disruption()),
                pod.hasEnded());
    }

    private static boolean isPreempted(@Nullable ConditionFacts disruption) {
        return disruption != null && disruption.isTrue() && disruption.reason().equals("PreemptionByScheduler");
    }

    private static Urgency urgency(JsonNode spec, ClusterContext clusterContext) {
        String scheduler = Fields.text(spec, "schedulerName");
        List<String> gates = new ArrayList<>();
        spec.path("schedulingGates").forEach(gate -> gates.add(Fields.text(gate, "name")));
        PriorityClass byClass = priorityClass(Fields.text(spec, "priorityClassName"), clusterContext);
        int priority = spec.path("priority").asInt(byClass.value());
        String policy = Fields.text(spec, "preemptionPolicy");
        boolean never = policy.isEmpty() ? byClass.neverPreempts() : policy.equals("Never");
        return new Urgency(priority, never, scheduler.isEmpty() ? "default-scheduler" : scheduler, gates);
    }

    /** The class of that name; without a name the default one; a class of 0 if there is none. */
    private static PriorityClass priorityClass(String name, ClusterContext clusterContext) {
        PriorityClass none = new PriorityClass(0, false, false);
        return switch (name) {
            case "" ->
                clusterContext.priorities().values().stream()
                        .filter(PriorityClass::globalDefault)
                        .findFirst()
                        .orElse(none);
            // These two exist in every cluster, whoever creates their objects.
            case "system-node-critical" -> new PriorityClass(2_000_001_000, false, false);
            case "system-cluster-critical" -> new PriorityClass(2_000_000_000, false, false);
            default -> clusterContext.priorities().getOrDefault(name, none);
        };
    }
}
