package io.shiplog.scheduler.read;

import io.shiplog.objects.StoredObject;
import io.shiplog.scheduler.cluster.ClusterContext;
import io.shiplog.scheduler.cluster.ClusterContext.PriorityClass;
import io.shiplog.scheduler.cluster.Controller;
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
        JsonNode metadata = pod.path("metadata");
        JsonNode spec = pod.path("spec");
        Map<String, String> labels = Fields.texts(metadata.path("labels"));
        return new PodInfo(
                object.key(),
                object.uid(),
                labels,
                controller(metadata),
                life(metadata, spec, pod.path("status")),
                urgency(spec, clusterContext),
                DemandReader.read(pod),
                new RulesReader(object, labels).read(spec));
    }

    private static @Nullable Controller controller(JsonNode metadata) {
        for (JsonNode owner : metadata.path("ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                return new Controller(
                        Fields.text(owner, "kind"), Fields.text(owner, "name"), Fields.text(owner, "uid"));
            }
        }
        return null;
    }

    private static PodLife life(JsonNode metadata, JsonNode spec, JsonNode status) {
        Instant created = Fields.time(metadata, "creationTimestamp", Instant.EPOCH);
        String phase = Fields.text(status, "phase");
        return new PodLife(
                Fields.text(spec, "nodeName"),
                Fields.text(status, "nominatedNodeName"),
                created,
                Fields.time(status, "startTime", Instant.MAX),
                metadata.has("deletionTimestamp"),
                metadata.has("deletionTimestamp") && isPreempted(status),
                phase.equals("Succeeded") || phase.equals("Failed"));
    }

    private static boolean isPreempted(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (Fields.text(condition, "type").equals("DisruptionTarget")) {
                return Fields.text(condition, "status").equals("True")
                        && Fields.text(condition, "reason").equals("PreemptionByScheduler");
            }
        }
        return false;
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
