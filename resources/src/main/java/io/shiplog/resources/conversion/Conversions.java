package io.shiplog.resources.conversion;

import io.shiplog.resources.kind.Conversion;
import java.util.Map;

/** Every conversion in one table. A kind without a line is stored as it is served. */
public final class Conversions {
    public static final Map<String, Conversion> TABLE = Map.of(
            "events.k8s.io/v1/Event", new Events(),
            "autoscaling/v1/HorizontalPodAutoscaler", new Autoscalers(),
            "extensions/v1beta1/Deployment", new OldDeployments());

    private Conversions() {}
}
