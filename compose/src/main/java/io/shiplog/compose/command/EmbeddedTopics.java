package io.shiplog.compose.command;

import io.shiplog.journal.kafka.access.Credentials;
import io.shiplog.journal.kafka.access.Logins;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The topics of the embedded Kafka in a data folder, for commands that only look.
 *
 * @param data the data folder, or a copy of it
 * @param cluster the cluster's name
 */
record EmbeddedTopics(Path data, String cluster) {
    /**
     * The folder of their files.
     *
     * @throws IllegalStateException when there is no embedded Kafka
     */
    Path logs() {
        Path logs = data.resolve("kafka").resolve("logs");
        if (!Files.isDirectory(logs)) {
            throw new IllegalStateException("there is no embedded Kafka in " + data
                    + ": --data names the data folder of a cluster, --kafka a Kafka of your own");
        }
        return logs;
    }

    /**
     * The cluster as its reader, whose Kafka runs.
     *
     * @throws IllegalStateException when it does not listen yet
     */
    ClusterConfig running() {
        Path clients = EmbeddedKafka.clients(data.resolve("kafka"));
        String servers = Credentials.bootstrapServers(clients)
                .orElseThrow(
                        () -> new IllegalStateException("the cluster on " + data + " is just starting: try again"));
        return new ClusterConfig(servers, cluster, Logins.read(clients)).as(Principal.Role.READER);
    }
}
