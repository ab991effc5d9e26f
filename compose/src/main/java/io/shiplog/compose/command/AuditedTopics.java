package io.shiplog.compose.command;

import io.shiplog.cluster.DataFolder;
import io.shiplog.journal.kafka.access.Credentials;
import io.shiplog.journal.kafka.access.Logins;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.disk.FileLogs;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.log.KafkaLogs;
import io.shiplog.journal.kafka.log.PartitionLogs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the topics are that are to be audited: of a running cluster over the network, of one that does not run, or a
 * copy, in its files.
 */
final class AuditedTopics {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the data folder of a cluster, or a copy of it; when the cluster runs it is asked, else the"
                    + " files are read (default: ${DEFAULT-VALUE})")
    private Path data = DataFolder.standard();

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "a Kafka of your own, by its bootstrap servers")
    private @Nullable String kafka;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Kafka client properties for it, of somebody who may read the cluster's topics")
    private @Nullable Path config;

    @Option(
            names = "--cluster",
            defaultValue = ClusterConfig.STANDARD_NAME,
            paramLabel = "NAME",
            description = "the cluster's name, the prefix of its topics (default: ${DEFAULT-VALUE})")
    private String cluster = ClusterConfig.STANDARD_NAME;

    /** The cluster, by its name. */
    ClusterConfig cluster() {
        return new ClusterConfig(kafka == null ? "" : kafka, cluster, Map.of());
    }

    PartitionLogs open() {
        if (kafka != null) {
            Logins logins = config == null ? Logins.sameForAll(Map.of()) : Logins.read(config);
            return new KafkaLogs(new ClusterConfig(kafka, cluster, logins).as(Principal.Role.READER));
        }
        Path kafkaFolder = data.resolve("kafka");
        if (!Files.isDirectory(kafkaFolder.resolve("logs"))) {
            throw new IllegalStateException("there is no embedded Kafka in " + data
                    + ": --data names the data folder of a cluster, --kafka a Kafka of your own");
        }
        return runs() ? running(EmbeddedKafka.clients(kafkaFolder)) : new FileLogs(kafkaFolder.resolve("logs"));
    }

    /** A copy that may not be written to has nobody who runs on it. */
    private boolean runs() {
        if (!Files.isWritable(data)) {
            return false;
        }
        Optional<DataFolder> free = DataFolder.take(data);
        free.ifPresent(DataFolder::close);
        return free.isEmpty();
    }

    private PartitionLogs running(Path clients) {
        String servers = Credentials.bootstrapServers(clients)
                .orElseThrow(
                        () -> new IllegalStateException("the cluster on " + data + " is just starting: try again"));
        return new KafkaLogs(new ClusterConfig(servers, cluster, Logins.read(clients)).as(Principal.Role.READER));
    }
}
