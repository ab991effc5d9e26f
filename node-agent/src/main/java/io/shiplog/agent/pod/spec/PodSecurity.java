package io.shiplog.agent.pod.spec;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What all containers of a pod may do, and see of one another.
 *
 * @param fsGroup the group that owns the pod's volumes, null for none
 * @param sysctls kernel parameters by name
 */
public record PodSecurity(
        RunAs runAs,
        List<Long> supplementalGroups,
        @Nullable Long fsGroup,
        Map<String, String> sysctls,
        Processes processes) {

    /** Which processes a container sees beside its own: those of the pod, those of the machine. */
    public record Processes(boolean ofPod, boolean ofMachine) {}

    public PodSecurity {
        supplementalGroups = List.copyOf(supplementalGroups);
        sysctls = Map.copyOf(sysctls);
    }

    static PodSecurity read(JsonNode spec) {
        JsonNode context = spec.path("securityContext");
        var sysctls = new TreeMap<String, String>();
        context.path("sysctls")
                .forEach(each -> sysctls.put(JsonParts.text(each, "name"), JsonParts.text(each, "value")));
        return new PodSecurity(
                RunAs.read(context),
                JsonParts.list(context, "supplementalGroups", group -> group.asLong(0)),
                JsonParts.number(context, "fsGroup"),
                sysctls,
                new Processes(JsonParts.isTrue(spec, "shareProcessNamespace"), JsonParts.isTrue(spec, "hostPID")));
    }
}
