package io.shiplog.journal.kafka.clients;

import io.shiplog.journal.kafka.access.Logins;
import io.shiplog.journal.kafka.access.Principal;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Where a cluster's Kafka is, what its topics are called, and how its clients get in.
 *
 * @param bootstrapServers Kafka's {@code host:port,...}
 * @param cluster the cluster's name, the prefix of every topic, consumer group and application id
 * @param logins the Kafka client settings, such as security, that every client starts from
 */
public record ClusterConfig(String bootstrapServers, String cluster, Logins logins) {
    /** The name of a cluster that is given none. */
    public static final String STANDARD_NAME = "shiplog";

    /** One all of whose clients have the same settings. */
    public ClusterConfig(String bootstrapServers, String cluster, Map<String, String> clientProperties) {
        this(bootstrapServers, cluster, Logins.sameForAll(clientProperties));
    }

    /** The same cluster for clients that act as {@code principal}. */
    public ClusterConfig as(Principal principal) {
        return new ClusterConfig(bootstrapServers, cluster, logins.as(principal));
    }

    /** The full name of a topic: {@code <cluster>.<name>}. */
    public String topic(String name) {
        return cluster + "." + name;
    }

    /** The settings that every Kafka client of this cluster starts from; a fresh map that the caller may add to. */
    public Map<String, Object> clientSettings() {
        Map<String, Object> settings = new HashMap<>(logins.settings());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }
}
