package io.shiplog.agent.worker;

import io.fabric8.kubernetes.api.model.GRPCAction;
import io.shiplog.agent.pod.ProbeOutcome;
import io.vertx.core.http.HttpClient;
import java.time.Duration;

/** The gRPC health check. */
final class GrpcProbe {
    private GrpcProbe() {}

    static ProbeOutcome run(HttpClient http, String address, GRPCAction action, Duration limit) {
        return new ProbeOutcome.Inconclusive("gRPC probes are not supported yet");
    }
}
