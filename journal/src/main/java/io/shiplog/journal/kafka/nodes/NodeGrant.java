package io.shiplog.journal.kafka.nodes;

import io.shiplog.journal.kafka.access.Credentials;
import io.shiplog.journal.kafka.access.KafkaUsers;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.access.Rights;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node that joins gets in Kafka: a pair of topics, the rights on them, and where the cluster's own Kafka asks
 * for passwords one of those. Granting again changes nothing but the password; what was granted can be taken back.
 * Blocks.
 */
public final class NodeGrant {
    private static final Logger LOG = LoggerFactory.getLogger(NodeGrant.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final ClusterConfig cluster;
    private final Principal.Node node;

    /** @param cluster whose clients act as somebody who may grant rights */
    public NodeGrant(ClusterConfig cluster, Principal.Node node) {
        this.cluster = cluster;
        this.node = node;
    }

    /**
     * Makes the node's topics, and gives it its rights unless its Kafka knows none, or lets others than this client
     * give them.
     *
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public void topicsAndRights() {
        TopicSettings settings = TopicSetup.settingsFor(cluster);
        TopicSetup.ensureNode(cluster, node.name(), settings);
        List<AclBinding> wanted = Rights.of(node, cluster.cluster()).stream()
                .flatMap(right -> right.bindings(node).stream())
                .toList();
        try (Admin admin = Admin.create(settings(cluster.clientSettings()))) {
            get(admin.createAcls(wanted).all());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClusterAuthorizationException) {
                LOG.warn(
                        "whether {} has its rights in Kafka is left to who administers it: {}",
                        node.user(),
                        Rights.of(node, cluster.cluster()).stream()
                                .map(right -> right.command(node))
                                .toList());
            } else if (!(e.getCause() instanceof SecurityDisabledException)) {
                throw failed(e);
            }
        }
    }

    /**
     * Gives the node a new password; the former one is worthless from then on. Returns when it is taken.
     *
     * @return settings by which the node's clients get in
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public Map<String, String> password() {
        String password = Credentials.newPassword();
        Map<String, String> client = Credentials.clientProperties(node.user(), password);
        try (Admin admin = Admin.create(settings(cluster.clientSettings()))) {
            get(admin.alterUserScramCredentials(List.of(KafkaUsers.upsertion(node.user(), password)))
                    .all());
        } catch (ExecutionException e) {
            throw failed(e);
        }
        awaitTaken(client);
        return client;
    }

    /**
     * Takes away the node's rights and its password; its topics stay, without anybody who reads them but the control
     * plane.
     *
     * @return false when this client may not, or this Kafka knows no rights
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public boolean takeBack() {
        var everything = new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter("User:" + node.user(), null, AclOperation.ANY, AclPermissionType.ANY));
        try (Admin admin = Admin.create(settings(cluster.clientSettings()))) {
            get(admin.deleteAcls(List.of(everything)).all());
            try {
                get(admin.alterUserScramCredentials(
                                List.of(new UserScramCredentialDeletion(node.user(), ScramMechanism.SCRAM_SHA_256)))
                        .all());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof ResourceNotFoundException)) {
                    throw e;
                }
                // It gets in by its certificate, or was shut out before.
            }
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClusterAuthorizationException
                    || e.getCause() instanceof SecurityDisabledException) {
                return false;
            }
            throw failed(e);
        }
    }

    /** The broker hears a moment later of what the controller knows. */
    private void awaitTaken(Map<String, String> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isTaken(settings)) {
            if (System.nanoTime() - deadline > 0) {
                throw new KafkaUnavailableException(
                        "Kafka does not know the password of " + node.user(), new TimeoutException());
            }
            pause();
        }
    }

    private static boolean isTaken(Map<String, Object> settings) {
        // A client that was refused once stays so.
        try (Admin admin = Admin.create(settings(settings))) {
            get(admin.describeCluster().nodes());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SaslAuthenticationException) {
                return false;
            }
            throw failed(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while a node was let into Kafka", e);
        }
    }

    private static Map<String, Object> settings(Map<String, Object> client) {
        client.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return client;
    }

    private static <T> T get(KafkaFuture<T> answer) throws ExecutionException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while a node was let into Kafka", e);
        } catch (TimeoutException e) {
            throw new KafkaUnavailableException("Kafka does not answer", e);
        }
    }

    private static KafkaUnavailableException failed(ExecutionException e) {
        return new KafkaUnavailableException("a node cannot be let into Kafka: " + e.getMessage(), e);
    }
}
