package io.shiplog.resources.kinds.network;

import io.shiplog.resources.defaults.Fill;
import tools.jackson.databind.node.ObjectNode;

/** What upstream fills into network policies and ingress classes. */
public final class NetworkDefaults {
    private NetworkDefaults() {}

    public static void networkPolicy(ObjectNode policy) {
        ObjectNode spec = Fill.object(policy, "spec");
        for (String direction : new String[] {"ingress", "egress"}) {
            Fill.each(spec, direction, rule -> Fill.each(rule, "ports", port -> Fill.text(port, "protocol", "TCP")));
        }
        if (spec.path("policyTypes").isEmpty()) {
            var types = spec.putArray("policyTypes").add("Ingress");
            if (!spec.path("egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }

    public static void ingressClass(ObjectNode ingressClass) {
        Fill.in(
                Fill.object(ingressClass, "spec"),
                "parameters",
                parameters -> Fill.text(parameters, "scope", "Cluster"));
    }
}
