package io.shiplog.compose.command;

import io.shiplog.cluster.DataFolder;
import io.shiplog.journal.kafka.access.Logins;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.disk.FileLogs;
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
            return new KafkaLogs(new ClusterConfig(kafka, cluster, Logins.given(config)).as(Principal.Role.READER));
        }
        var embedded = new EmbeddedTopics(data, cluster);
        Path files = embedded.logs();
        return runs() ? new KafkaLogs(embedded.running()) : new FileLogs(files);
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
}
