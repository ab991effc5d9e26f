package io.shiplog.journal.kafka.embedded;

import io.shiplog.journal.kafka.access.Credentials;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.access.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.metadata.AccessControlEntryRecord;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/**
 * What keeps strangers out of an embedded Kafka. Every listener asks for credentials: clients for those of a SCRAM
 * user, the controller, in whose log these users lie, for the administrator's. What a user may do is said by access
 * control entries; who has none may do nothing. Pure.
 */
final class Guard {
    private static final String SCRAM = "SCRAM-SHA-256";
    private static final String PLAIN = "PLAIN";
    private static final int ITERATIONS = 4096;
    private static final String ADMIN = Principal.Role.ADMIN.user();

    private final Credentials credentials;
    private final String cluster;

    /** @param cluster the cluster whose principals have rights */
    Guard(Credentials credentials, String cluster) {
        this.credentials = credentials;
        this.cluster = cluster;
    }

    /**
     * The broker's settings.
     *
     * @param enrolling whether Kafka does not know its users yet: the administrator, whom the settings name, gets in
     *     all the same
     */
    void settings(Properties p, boolean enrolling) {
        String admin = "username=\"" + ADMIN + "\" password=\"" + credentials.password(Principal.Role.ADMIN) + "\"";
        p.put("listener.security.protocol.map", "BROKER:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        p.put("sasl.mechanism.inter.broker.protocol", SCRAM);
        p.put("listener.name.broker.sasl.enabled.mechanisms", enrolling ? SCRAM + "," + PLAIN : SCRAM);
        String named = "org.apache.kafka.common.security.plain.PlainLoginModule required " + admin + " user_" + ADMIN
                + "=\"" + credentials.password(Principal.Role.ADMIN) + "\";";
        if (enrolling) {
            p.put("listener.name.broker.plain.sasl.jaas.config", named);
        }
        p.put(
                "listener.name.broker.scram-sha-256.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required " + admin + ";");
        p.put("sasl.mechanism.controller.protocol", PLAIN);
        p.put("listener.name.controller.sasl.enabled.mechanisms", PLAIN);
        p.put("listener.name.controller.plain.sasl.jaas.config", named);
        p.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        p.put("super.users", "User:" + ADMIN);
    }

    /** The settings of a client that is the administrator to a broker that does not know its users yet. */
    Map<String, Object> enrollingClient() {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                PLAIN,
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + ADMIN
                        + "\" password=\"" + credentials.password(Principal.Role.ADMIN) + "\";");
    }

    /** Every user with its password. */
    Map<String, String> passwords() {
        return credentials.passwords();
    }

    int iterations() {
        return ITERATIONS;
    }

    /** The users as Kafka's formatter takes them. */
    List<String> scramArguments() {
        return new TreeMap<>(credentials.passwords())
                .entrySet().stream()
                        .map(user -> SCRAM + "=[name=" + user.getKey() + ",password=" + user.getValue() + ",iterations="
                                + ITERATIONS + "]")
                        .toList();
    }

    /** What everybody may do. */
    List<AclBinding> bindings() {
        var bindings = new ArrayList<AclBinding>();
        for (Principal.Role role : Principal.Role.values()) {
            Rights.of(role, cluster).forEach(right -> bindings.addAll(right.bindings(role)));
        }
        return bindings;
    }

    /** Whether an entry is about one of the users that are known here. */
    boolean isOfItsUsers(AclBinding binding) {
        return credentials.passwords().keySet().stream()
                .anyMatch(user -> binding.entry().principal().equals("User:" + user));
    }

    /** The same as records of the metadata log, which hold before the first client comes. */
    List<ApiMessageAndVersion> records() {
        return bindings().stream()
                .map(binding -> new ApiMessageAndVersion(record(binding), (short) 0))
                .toList();
    }

    private static AccessControlEntryRecord record(AclBinding binding) {
        return new AccessControlEntryRecord()
                .setId(Uuid.randomUuid())
                .setResourceType(binding.pattern().resourceType().code())
                .setResourceName(binding.pattern().name())
                .setPatternType(binding.pattern().patternType().code())
                .setPrincipal(binding.entry().principal())
                .setHost(binding.entry().host())
                .setOperation(binding.entry().operation().code())
                .setPermissionType(binding.entry().permissionType().code());
    }
}
