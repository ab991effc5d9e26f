package io.shiplog.journal.kafka.access;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;

/**
 * Those whom a cluster's own Kafka lets in, and what each may do there. Pure.
 *
 * @param credentials of every user
 * @param cluster the cluster whose principals have rights
 */
public record KafkaUsers(Credentials credentials, String cluster) {
    private static final int ITERATIONS = 4096;

    /** The users as Kafka's formatter takes them. */
    public List<String> scramArguments() {
        return new TreeMap<>(credentials.passwords())
                .entrySet().stream()
                        .map(user -> "SCRAM-SHA-256=[name=" + user.getKey() + ",password=" + user.getValue()
                                + ",iterations=" + ITERATIONS + "]")
                        .toList();
    }

    /** The users as a running Kafka takes them. */
    List<UserScramCredentialAlteration> upsertions() {
        return credentials.passwords().entrySet().stream()
                .map(user -> upsertion(user.getKey(), user.getValue()))
                .toList();
    }

    /** A user with its password, as a running Kafka takes it. */
    public static UserScramCredentialAlteration upsertion(String user, String password) {
        return new UserScramCredentialUpsertion(
                user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, ITERATIONS), password);
    }

    /** What everybody may do. */
    public List<AclBinding> bindings() {
        var bindings = new ArrayList<AclBinding>();
        for (Principal.Role role : Principal.Role.values()) {
            Rights.of(role, cluster).forEach(right -> bindings.addAll(right.bindings(role)));
        }
        return bindings;
    }

    /** Whether an entry is about one of the users that are known here. */
    boolean isAboutThem(AclBinding binding) {
        return credentials.passwords().keySet().stream()
                .anyMatch(user -> binding.entry().principal().equals("User:" + user));
    }
}
