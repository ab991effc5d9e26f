package io.shiplog.journal.kafka.clients;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Where a cluster's Kafka is and what its topics are called.
 *
 * @param bootstrapServers Kafka's {@code host:port,...}
 * @param cluster the cluster's name, the prefix of every topic, consumer group and application id
 * @param clientProperties further Kafka client settings, such as security, applied to every client
 */
public record ClusterConfig(String bootstrapServers, String cluster, Map<String, String> clientProperties) {
    public ClusterConfig {
        clientProperties = Map.copyOf(clientProperties);
    }

    /** The full name of a topic: {@code <cluster>.<name>}. */
    public String topic(String name) {
        return cluster + "." + name;
    }

    /** The settings that every Kafka client of this cluster starts from; a fresh map that the caller may add to. */
    public Map<String, Object> clientSettings() {
        Map<String, Object> settings = new HashMap<>(clientProperties);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }
}
