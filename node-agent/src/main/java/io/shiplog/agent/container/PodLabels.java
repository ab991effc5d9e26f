package io.shiplog.agent.container;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.pod.facts.PodAssignment;
import java.util.Map;

/** The labels that a pod's sandbox and containers share. */
final class PodLabels {
    private PodLabels() {}

    static Map<String, String> of(PodAssignment pod, HostNode host) {
        return Map.of(
                ContainerLabels.OWNER,
                host.owner(),
                ContainerLabels.POD_NAME,
                pod.name(),
                ContainerLabels.POD_NAMESPACE,
                pod.namespace(),
                ContainerLabels.POD_UID,
                pod.uid(),
                ContainerLabels.GRACE_PERIOD,
                Long.toString(pod.grace().toSeconds()));
    }
}
