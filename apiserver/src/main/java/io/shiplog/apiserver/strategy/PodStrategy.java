package io.shiplog.apiserver.strategy;

import static io.shiplog.apiserver.store.Documents.number;
import static io.shiplog.apiserver.store.Documents.text;

import io.shiplog.apiserver.store.Strategy;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Pods: a pod that runs on a node gets time to end (upstream's {@code podStrategy.CheckGracefulDelete}, v1.34). */
final class PodStrategy implements Strategy {
    private static final long DEFAULT_GRACE_SECONDS = 30;

    @Override
    public long graceSeconds(ObjectNode pod, @Nullable Long askedSeconds) {
        long grace = askedSeconds != null
                ? askedSeconds
                : number(pod, DEFAULT_GRACE_SECONDS, "spec", "terminationGracePeriodSeconds");
        if (text(pod, "spec", "nodeName").isEmpty()) {
            return 0;
        }
        String phase = text(pod, "status", "phase");
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
