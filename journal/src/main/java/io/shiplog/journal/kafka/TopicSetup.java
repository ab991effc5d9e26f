package io.shiplog.journal.kafka;

import io.shiplog.journal.GroupResource;
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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates a cluster's topics and refuses those that exist with unsafe settings. Any number of roles may do it at once. */
public final class TopicSetup {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SETTLING = Duration.ofMillis(20);

    private TopicSetup() {}

    /**
     * Makes sure that the journal, a state topic per resource, {@code assignments} and {@code reports} exist and are safe.
     *
     * @throws UnsafeTopicsException when an existing topic would lose data; it names every wrong setting
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public static void ensure(ClusterConfig cluster, Collection<GroupResource> resources, TopicSettings settings) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            List<TopicSpec> specs = Topics.all(cluster, resources, settings);
            while (!ensured(admin, specs, settings)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException("the topics are created but not known to every broker");
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

    /** False while a broker does not know yet what was just created, by this role or another: Kafka tells its brokers after it answered. */
    private static boolean ensured(Admin admin, List<TopicSpec> specs, TopicSettings settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            ensure(admin, specs, settings);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private static void ensure(Admin admin, List<TopicSpec> specs, TopicSettings settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> existing = admin.listTopics().names().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
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
        // What another role created at the same moment was created by the same rules.
        create(admin, missing, settings);
        awaitLeaders(admin, specs);
    }

    /** Kafka acknowledges a topic a moment before its leaders take requests. */
    private static void awaitLeaders(Admin admin, List<TopicSpec> specs)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (TopicSpec spec : specs) {
            for (int i = 0; i < spec.partitions(); i++) {
                partitions.put(new TopicPartition(spec.name(), i), OffsetSpec.latest());
            }
        }
        admin.listOffsets(partitions).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void create(Admin admin, List<TopicSpec> specs, TopicSettings settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<NewTopic> topics = new ArrayList<>();
        for (TopicSpec spec : specs) {
            topics.add(new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.of((short)
                            settings.replicationFactor()))
                    .configs(spec.created()));
        }
        for (var result : admin.createTopics(topics).values().entrySet()) {
            try {
                result.getValue().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
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
        var configs = admin.describeConfigs(resources).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        List<String> problems = new ArrayList<>();
        configs.forEach((resource, config) -> {
            TopicSpec spec = specs.get(resource.name());
            TopicDescription description = descriptions.get(resource.name());
            if (spec == null || description == null) {
                throw new IllegalStateException("Kafka described a topic that was not asked for: " + resource.name());
            }
            Map<String, String> values = new HashMap<>();
            for (ConfigEntry entry : config.entries()) {
                values.put(entry.name(), entry.value());
            }
            problems.addAll(spec.problems(description.partitions().size(), values));
        });
        if (!problems.isEmpty()) {
            throw new UnsafeTopicsException(problems.stream().sorted().toList());
        }
    }
}
