package io.shiplog.journal.kafka.access;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Looks, before a role starts, whether Kafka lets it in and lets it do what it has to, and says in one line what is
 * wrong. A Kafka that does not answer is nobody's fault: it may still be starting.
 */
public final class Entrance {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern ADDRESS = Pattern.compile("\\[?(.+?)]?:(\\d+)");
    private static final Pattern USER = Pattern.compile("username=\"?([^\" ]+)");

    private Entrance() {}

    /**
     * Returns when client settings fit a Kafka and their credentials are taken, or when it does not answer.
     *
     * @param client settings of a client, where Kafka is included
     * @throws KafkaRefusedException when they do not fit, or are not taken
     */
    public static void check(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        String servers = Objects.requireNonNull(settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG))
                .toString();
        String protocol = settings.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT")
                .toString();
        String mechanism =
                settings.getOrDefault(SaslConfigs.SASL_MECHANISM, "GSSAPI").toString();
        boolean answers = false;
        for (String server : servers.split(",")) {
            Matcher address = ADDRESS.matcher(server.strip());
            if (address.matches()) {
                Listener listener = ListenerProbe.ask(
                        address.group(1), Integer.parseInt(address.group(2)), protocol.endsWith("SSL"));
                String misfit = Listener.misfit(protocol, mechanism, listener);
                if (!misfit.isEmpty()) {
                    throw new KafkaRefusedException("the settings do not fit the Kafka at " + server.strip() + ": "
                            + misfit + "; --kafka-config names a file of client properties");
                }
                answers |= !(listener instanceof Listener.Unknown);
            }
        }
        if (answers) {
            authenticate(servers, settings);
        }
    }

    private static void authenticate(String servers, Map<String, Object> settings) {
        try (Admin admin = admin(settings)) {
            get(admin.describeCluster().nodes());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthenticationException refused) {
                throw new KafkaRefusedException("Kafka at " + servers + " does not let " + who(settings) + " in: "
                        + (refused instanceof SaslAuthenticationException
                                ? "no such user, or the wrong password"
                                : roots(refused)));
            }
        } catch (TimeoutException e) {
            // It answered the probe; what keeps it now is told by whoever needs it first.
            return;
        } catch (KafkaException e) {
            throw new KafkaRefusedException("the settings of Kafka's clients cannot be used: " + roots(e));
        }
    }

    /**
     * Returns when a role has the rights that it needs on topics that exist.
     *
     * @param client settings of its client, where Kafka is included
     * @param cluster the cluster's name
     * @throws KafkaRefusedException when it lacks some; it names each right with its topic
     */
    public static void checkRights(Map<String, Object> client, String cluster, Principal.Role role) {
        checkRights(client, "the role " + role.user(), Rights.of(role, cluster));
    }

    /**
     * Returns when a node has the rights that it needs on its topics, as far as they exist.
     *
     * @param client settings of its client, where Kafka is included
     * @param cluster the cluster's name
     * @throws KafkaRefusedException when it lacks some; it names each right with its topic
     */
    public static void checkRights(Map<String, Object> client, String cluster, Principal.Node node) {
        checkRights(client, "the node " + node.name(), Rights.of(node, cluster));
    }

    private static void checkRights(Map<String, Object> client, String whose, List<Right> all) {
        List<Right> rights = all.stream()
                .filter(right -> right.on() == ResourceType.TOPIC && right.pattern() == PatternType.LITERAL)
                .toList();
        try (Admin admin = admin(new HashMap<>(client))) {
            var described = admin.describeTopics(
                            rights.stream().map(Right::name).toList(),
                            new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .topicNameValues();
            var lacking = new TreeSet<String>();
            for (Right right : rights) {
                lacking(right, Objects.requireNonNull(described.get(right.name()))).stream()
                        .map(operation -> operation + " on the topic " + right.name())
                        .forEach(lacking::add);
            }
            if (!lacking.isEmpty()) {
                throw new KafkaRefusedException(who(client) + " may not do in Kafka what "
                        + whose + " has to: it lacks " + String.join(", ", lacking)
                        + "; ./shiplog kafka acls prints the commands that grant it");
            }
        } catch (ExecutionException | TimeoutException e) {
            // Whoever needs it next tells of it.
            return;
        }
    }

    private static List<AclOperation> lacking(Right right, KafkaFuture<TopicDescription> described)
            throws ExecutionException, TimeoutException {
        try {
            Set<AclOperation> allowed = get(described).authorizedOperations();
            return allowed == null
                    ? List.of()
                    : right.operations().stream()
                            .filter(operation -> !allowed.contains(operation))
                            .toList();
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case TopicAuthorizationException _ -> List.of(AclOperation.DESCRIBE);
                case UnknownTopicOrPartitionException _ -> List.of();
                case null, default -> throw e;
            };
        }
    }

    /** Whom a client's settings name, for people. */
    private static String who(Map<String, Object> settings) {
        Matcher user = USER.matcher(
                settings.getOrDefault(SaslConfigs.SASL_JAAS_CONFIG, "").toString());
        return user.find() ? "the user " + user.group(1) : "this client";
    }

    private static Admin admin(Map<String, Object> settings) {
        settings.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(TIMEOUT.toMillis()));
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(TIMEOUT.toMillis()));
        return Admin.create(settings);
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaRefusedException("interrupted while Kafka was asked");
        }
    }

    /** The messages of a failure and its causes, each once. */
    private static String roots(Throwable failure) {
        var messages = new ArrayList<String>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && messages.stream().noneMatch(said -> said.contains(message))) {
                messages.add(message);
            }
        }
        return String.join(": ", messages);
    }
}
