package io.shiplog.journal.kafka.topics;

import io.shiplog.journal.kafka.access.KafkaRefusedException;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.objects.GroupResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Creates a cluster's topics and refuses those that exist with unsafe settings. Any number of roles may do it at once.
 */
public final class TopicSetup {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** For brokers that start together with the roles that ask for them. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration SETTLING = Duration.ofMillis(20);

    private TopicSetup() {}

    /**
     * How the topics of a cluster should be: replicated where there are three brokers, or where its Kafka is meant for
     * as many although they are not there at the moment, as its own topics show.
     *
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public static TopicSettings settingsFor(ClusterConfig cluster) {
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            return Replication.of(admin, Topics.journal(cluster), PATIENCE).settings();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while asking Kafka for its brokers", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaUnavailableException(
                    "Kafka does not answer at " + cluster.bootstrapServers() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes sure that the journal, {@code state}, {@code keyframes}, {@code seals}, {@code assignments},
     * {@code services} and {@code reports} exist and are safe.
     *
     * @throws UnsafeTopicsException when an existing topic would lose data; it names every wrong setting
     * @throws UnfinishedRestoreException when they hold half a restore
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public static void ensure(ClusterConfig cluster, TopicSettings settings) {
        ensure(cluster, settings, TIMEOUT);
    }

    /**
     * Gives a journal that exists, its keyframes and seals another audit window, where they have not this one.
     *
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public static void keep(ClusterConfig cluster, AuditWindow window) {
        Map<String, Map<String, String>> wanted = Map.of(
                Topics.journal(cluster), Topics.journalKept(window),
                Topics.keyframes(cluster), Topics.keyframesKept(window),
                Topics.seals(cluster), Topics.keyframesKept(window));
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            Set<String> existing = admin.listTopics().names().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            for (var topic : wanted.entrySet()) {
                if (existing.contains(topic.getKey())) {
                    set(admin, new ConfigResource(ConfigResource.Type.TOPIC, topic.getKey()), topic.getValue());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while the audit window was set", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaUnavailableException("cannot set the audit window: " + e.getMessage(), e);
        }
    }

    /** Gives a topic settings, where it has not these. */
    static void set(Admin admin, ConfigResource topic, Map<String, String> wanted) {
        try {
            alter(admin, topic, wanted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while " + topic.name() + " was set", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaUnavailableException("cannot set " + topic.name() + ": " + e.getMessage(), e);
        }
    }

    private static void alter(Admin admin, ConfigResource topic, Map<String, String> wanted)
            throws InterruptedException, ExecutionException, TimeoutException {
        var config = admin.describeConfigs(List.of(topic))
                .all()
                .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .get(topic);
        List<AlterConfigOp> operations = new ArrayList<>();
        wanted.forEach((name, value) -> {
            ConfigEntry entry = config == null ? null : config.get(name);
            if (entry == null || !value.equals(entry.value())) {
                operations.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
            }
        });
        if (!operations.isEmpty()) {
            admin.incrementalAlterConfigs(Map.of(topic, operations))
                    .all()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Makes sure that the exports of {@code resources} exist.
     *
     * @throws UnsafeTopicsException when an existing topic would lose data
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public static void ensureExports(
            ClusterConfig cluster, Collection<GroupResource> resources, TopicSettings settings) {
        if (!resources.isEmpty()) {
            ensure(cluster, admin -> Topics.exports(cluster, resources, settings), TIMEOUT);
        }
    }

    /**
     * Makes sure that the topics of a node that joined exist.
     *
     * @throws UnsafeTopicsException when an existing topic would lose data
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public static void ensureNode(ClusterConfig cluster, String node, TopicSettings settings) {
        ensure(cluster, admin -> Topics.ofNode(cluster, node, settings), TIMEOUT);
    }

    static void ensure(ClusterConfig cluster, TopicSettings settings, Duration patience) {
        ensure(cluster, admin -> Topics.all(cluster, likeReports(admin, cluster, settings)), patience);
    }

    /**
     * What is relayed of reports has as many partitions as the reports that are there: a node has the same one in both.
     */
    private static TopicSettings likeReports(Admin admin, ClusterConfig cluster, TopicSettings settings)
            throws InterruptedException {
        try {
            var described = admin.describeTopics(List.of(Topics.reports(cluster)))
                    .allTopicNames()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .values();
            return settings.withNodePartitions(
                    described.iterator().next().partitions().size());
        } catch (ExecutionException | TimeoutException e) {
            // They are missing, or whoever needs them next tells why they cannot be seen.
            return settings;
        }
    }

    /** Which topics there have to be, as somebody who may ask Kafka of those that are there. */
    private interface Wanted {
        List<TopicSpec> by(Admin admin) throws InterruptedException;
    }

    private static void ensure(ClusterConfig cluster, Wanted wanted, Duration patience) {
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            List<TopicSpec> specs = wanted.by(admin);
            long deadline = System.nanoTime() + patience.toNanos();
            for (String lacks = lacking(admin, cluster, specs); lacks != null; lacks = lacking(admin, cluster, specs)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException(lacks);
                }
                Thread.sleep(SETTLING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while setting up topics", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaUnavailableException("cannot set up the topics: " + e.getMessage(), e);
        }
    }

    /** What time may bring, null when everything is there and safe. */
    private static @Nullable String lacking(Admin admin, ClusterConfig cluster, List<TopicSpec> specs)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return ensure(admin, cluster, specs)
                    ? null
                    : "topics were created by another process and are not to be seen";
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                // Kafka tells its brokers of a topic after it has answered whoever created it.
                case UnknownTopicOrPartitionException unknown -> "topics are created but not known to every broker";
                case InvalidReplicationFactorException tooFew -> "too few brokers: " + tooFew.getMessage();
                // Whoever may create them may yet come.
                case TopicAuthorizationException refused -> "topics are missing, and the client lacks CREATE on them";
                case null, default -> throw e;
            };
        }
    }

    /** False when another process created a topic at the same moment: it has yet to be seen whether it is safe. */
    private static boolean ensure(Admin admin, ClusterConfig cluster, List<TopicSpec> specs)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> existing = admin.listTopics().names().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        if (existing.contains(RestoreTopics.marker(cluster))) {
            throw new UnfinishedRestoreException(cluster.cluster());
        }
        List<TopicSpec> missing = new ArrayList<>();
        Map<String, TopicSpec> found = new HashMap<>();
        for (TopicSpec spec : specs) {
            if (existing.contains(spec.name())) {
                found.put(spec.name(), spec);
            } else {
                missing.add(spec);
            }
        }
        verify(admin, found);
        if (!create(admin, missing)) {
            return false;
        }
        awaitLeaders(admin, specs);
        return true;
    }

    /** Kafka acknowledges a topic a moment before its leaders take requests. */
    static void awaitLeaders(Admin admin, List<TopicSpec> specs)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (TopicSpec spec : specs) {
            for (int i = 0; i < spec.partitions().number(); i++) {
                partitions.put(new TopicPartition(spec.name(), i), OffsetSpec.latest());
            }
        }
        admin.listOffsets(partitions).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether all of them were created by this call. */
    private static boolean create(Admin admin, List<TopicSpec> specs)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<NewTopic> topics = new ArrayList<>();
        for (TopicSpec spec : specs) {
            topics.add(new NewTopic(
                            spec.name(), Optional.of(spec.partitions().number()), Optional.of((short) spec.replicas()))
                    .configs(spec.created()));
        }
        boolean all = true;
        for (var result : admin.createTopics(topics).values().entrySet()) {
            try {
                result.getValue().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                all = false;
            }
        }
        return all;
    }

    private static Map<ConfigResource, Config> configs(Admin admin, List<ConfigResource> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return admin.describeConfigs(topics).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicAuthorizationException) {
                throw new KafkaRefusedException("whether the topics are safe cannot be seen: the client lacks"
                        + " DESCRIBE_CONFIGS on one of "
                        + topics.stream().map(ConfigResource::name).sorted().collect(Collectors.joining(", "))
                        + "; ./shiplog kafka acls prints the commands that grant it");
            }
            throw e;
        }
    }

    private static void verify(Admin admin, Map<String, TopicSpec> specs)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (specs.isEmpty()) {
            return;
        }
        List<ConfigResource> resources = specs.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        var descriptions =
                admin.describeTopics(specs.keySet()).allTopicNames().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        var configs = configs(admin, resources);
        List<String> problems = new ArrayList<>();
        configs.forEach((resource, config) -> {
            TopicSpec spec = specs.get(resource.name());
            TopicDescription description = descriptions.get(resource.name());
            if (spec == null || description == null) {
                throw new IllegalStateException("Kafka described a topic that was not asked for: " + resource.name());
            }
            Map<String, String> values = new HashMap<>();
            for (ConfigEntry entry : config.entries()) {
                if (entry.value() != null) {
                    values.put(entry.name(), entry.value());
                }
            }
            problems.addAll(spec.problems(new TopicSpec.Existing(
                    description.partitions().size(), Replication.replicas(description), values)));
        });
        if (!problems.isEmpty()) {
            throw new UnsafeTopicsException(problems.stream().sorted().toList());
        }
    }
}
