package io.shiplog.journal.kafka.embedded;

import io.shiplog.journal.kafka.access.KafkaUsers;
import io.shiplog.journal.kafka.access.Principal;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
    private static final String ADMIN = Principal.Role.ADMIN.user();

    private final KafkaUsers users;
    private final String password;

    Guard(KafkaUsers users) {
        this.users = users;
        this.password = users.credentials().password(Principal.Role.ADMIN);
    }

    /**
     * The broker's settings.
     *
     * @param enrolling whether Kafka does not know its users yet: the administrator, whom the settings name, gets in
     *     all the same
     */
    void settings(Properties p, boolean enrolling) {
        String admin = "username=\"" + ADMIN + "\" password=\"" + password + "\"";
        p.put("listener.security.protocol.map", "BROKER:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        p.put("sasl.mechanism.inter.broker.protocol", SCRAM);
        p.put("listener.name.broker.sasl.enabled.mechanisms", enrolling ? SCRAM + "," + PLAIN : SCRAM);
        String named = "org.apache.kafka.common.security.plain.PlainLoginModule required " + admin + " user_" + ADMIN
                + "=\"" + password + "\";";
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

    /**
     * The settings of a client that is the administrator to a broker that does not know its users yet.
     *
     * @param broker where it listens
     */
    Map<String, String> enrollingClient(String broker) {
        return Map.of(
                "bootstrap.servers",
                broker,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                PLAIN,
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + ADMIN
                        + "\" password=\"" + password + "\";");
    }

    /** The users as Kafka's formatter takes them. */
    List<String> scramArguments() {
        return users.scramArguments();
    }

    /** Everybody's rights as records of the metadata log, which hold before the first client comes. */
    List<ApiMessageAndVersion> records() {
        return users.bindings().stream()
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
