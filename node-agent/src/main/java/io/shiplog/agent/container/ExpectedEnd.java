package io.shiplog.agent.container;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import java.util.Map;

/**
 * What is expected of a container, for engines that run nothing: whether it ends by itself, when, and how. A pod's
 * annotations say so; without them the containers of Jobs and of Helm's hooks end at once, and so do init containers
 * that are no sidecars. An image called {@code pause} does nothing but run.
 */
final class ExpectedEnd {
    private static final String RUN_SECONDS = "simulation.shiplog.io/run-seconds";
    private static final String EXIT_CODE = "simulation.shiplog.io/exit-code";

    private ExpectedEnd() {}

    /** As labels; none for a container that is expected to run until it is stopped. */
    static Map<String, String> labels(PodAssignment pod, ContainerDefinition container) {
        if (pod.pod().initContainers().contains(container)) {
            return "Always".equals(container.restartPolicy()) ? Map.of() : Map.of(ContainerLabels.ENDS, "");
        }
        Map<String, String> annotations = pod.pod().identity().annotations();
        String seconds = annotations.getOrDefault(RUN_SECONDS, "");
        String code = annotations.getOrDefault(EXIT_CODE, "");
        if (seconds.matches("[0-9]{1,6}(\\.[0-9]{1,3})?") || code.matches("[0-9]{1,3}")) {
            return Map.of(
                    ContainerLabels.ENDS,
                    "sleep " + (seconds.isEmpty() ? "0" : seconds) + "; exit " + (code.isEmpty() ? "0" : code));
        }
        if (container.image().name().matches("(.*/)?pause([:@].*)?")) {
            return Map.of();
        }
        boolean isJob = pod.pod().identity().labels().containsKey("batch.kubernetes.io/job-name");
        return isJob || annotations.containsKey("helm.sh/hook") ? Map.of(ContainerLabels.ENDS, "") : Map.of();
    }
}
