package io.shiplog.cluster.join;

import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.util.Map;

/** How nodes that join get into a cluster's Kafka. Pure. */
public enum KafkaDoor {
    /** By passwords that the cluster gives them. */
    PASSWORD,
    /** By the certificates that the cluster gives them. */
    CERTIFICATE,
    /** By what whoever administers that Kafka gives them, or by nothing where it asks for nothing. */
    OUTSIDE;

    private static final String PROTOCOL = "security.protocol";

    /** What this process' own credentials tell of a Kafka. */
    public static KafkaDoor of(ClusterConfig cluster) {
        Map<String, String> admin = cluster.logins().byUser().get(Principal.Role.ADMIN.user());
        if (admin == null) {
            return OUTSIDE;
        }
        return switch (admin.getOrDefault(PROTOCOL, "PLAINTEXT")) {
            case "SSL" -> CERTIFICATE;
            case "SASL_PLAINTEXT" -> PASSWORD;
            default -> OUTSIDE;
        };
    }
}
