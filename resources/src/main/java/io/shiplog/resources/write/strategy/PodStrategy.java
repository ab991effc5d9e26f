package io.shiplog.resources.write.strategy;

import io.shiplog.resources.json.Trees;
import io.shiplog.resources.write.Strategy;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Pods: a pod that runs on a node gets time to end (upstream's {@code podStrategy.CheckGracefulDelete}, v1.34). */
final class PodStrategy implements Strategy {
    private static final long DEFAULT_GRACE_SECONDS = 30;

    @Override
    public long graceSeconds(ObjectNode pod, @Nullable Long askedSeconds) {
        long grace = askedSeconds != null
                ? askedSeconds
                : Trees.number(pod, DEFAULT_GRACE_SECONDS, "spec", "terminationGracePeriodSeconds");
        if (Trees.text(pod, "spec", "nodeName").isEmpty()) {
            return 0;
        }
        String phase = Trees.text(pod, "status", "phase");
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            return 0;
        }
        return grace < 0 ? 1 : grace;
    }

    @Override
    public boolean returnsDeleted() {
        return true;
    }
}
