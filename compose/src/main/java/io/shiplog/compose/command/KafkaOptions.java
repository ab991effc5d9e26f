package io.shiplog.compose.command;

import io.shiplog.cluster.DataFolder;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of every role that runs by itself. */
final class KafkaOptions {

    @Option(names = "--kafka", required = true, paramLabel = "HOST:PORT", description = "Kafka's bootstrap servers")
    String kafka = "";

    @Option(
            names = "--cluster",
            defaultValue = "shiplog",
            paramLabel = "NAME",
            description = "the cluster's name, the prefix of its topics (default: ${DEFAULT-VALUE})")
    String cluster = "shiplog";

    @Option(
            names = "--kafka-property",
            paramLabel = "KEY=VALUE",
            description = "a further setting of every Kafka client, such as security.protocol=SSL; may be repeated")
    Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "the folder of certificates and of what a role keeps; roles of one cluster share its pki folder")
    Path data = DataFolder.standard();

    ClusterConfig cluster() {
        return new ClusterConfig(kafka, cluster, properties);
    }
}
