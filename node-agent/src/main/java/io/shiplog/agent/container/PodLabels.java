package io.shiplog.agent.container;

import io.shiplog.agent.engine.Labels;
import io.shiplog.agent.pod.facts.PodAssignment;
import java.util.Map;

/** The labels that a pod's sandbox and containers share. */
final class PodLabels {
    private PodLabels() {}

    static Map<String, String> of(PodAssignment pod, Site site) {
        return Map.of(
                Labels.OWNER,
                site.owner(),
                Labels.POD_NAME,
                pod.name(),
                Labels.POD_NAMESPACE,
                pod.namespace(),
                Labels.POD_UID,
                pod.uid(),
                Labels.GRACE_PERIOD,
                Long.toString(pod.grace().toSeconds()));
    }
}
