package io.shiplog.compose.command;

import io.shiplog.cluster.DataFolder;
import io.shiplog.journal.backup.BackupRefusedException;
import io.shiplog.journal.kafka.access.Entrance;
import io.shiplog.journal.kafka.access.Logins;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the topics are that are backed up or restored: in the Kafka of a data folder, or in one of your own. */
final class BackedUpTopics {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the data folder of the cluster (default: ${DEFAULT-VALUE})")
    private Path data = DataFolder.standard();

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "a Kafka of your own, by its bootstrap servers")
    private @Nullable String kafka;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Kafka client properties for it: a file, or a folder in which reader.properties backs up and"
                    + " admin.properties restores")
    private @Nullable Path config;

    @Option(
            names = "--cluster",
            defaultValue = ClusterConfig.STANDARD_NAME,
            paramLabel = "NAME",
            description = "the cluster's name, the prefix of its topics (default: ${DEFAULT-VALUE})")
    private String cluster = ClusterConfig.STANDARD_NAME;

    /** Does something with the topics of a cluster, whether it runs or not, that reads them only. */
    <T> T reading(Function<ClusterConfig, T> work) {
        if (kafka != null) {
            return work.apply(entered(kafka, Principal.Role.READER));
        }
        var embedded = new EmbeddedTopics(data, cluster);
        embedded.logs();
        Optional<DataFolder> free = DataFolder.take(data);
        if (free.isEmpty()) {
            return work.apply(embedded.running());
        }
        try (DataFolder held = free.get();
                EmbeddedKafka stopped = EmbeddedKafka.start(held.resolve("kafka"))) {
            return work.apply(stopped.cluster(cluster));
        }
    }

    /**
     * Does something with the topics of a cluster that does not run.
     *
     * @throws BackupRefusedException when one runs on the data folder
     */
    <T> T writing(Function<ClusterConfig, T> work) {
        if (kafka != null) {
            return work.apply(entered(kafka, Principal.Role.ADMIN));
        }
        try (DataFolder held = DataFolder.take(data)
                        .orElseThrow(() -> new BackupRefusedException("a cluster runs on " + data
                                + ", and a restore needs an empty folder; nothing was changed"));
                EmbeddedKafka stopped = EmbeddedKafka.start(held.resolve("kafka"))) {
            return work.apply(stopped.cluster(cluster));
        }
    }

    /** What starts a cluster on these topics, for people. */
    String start() {
        return kafka == null ? "./shiplog up --data " + data : "./shiplog up --kafka " + kafka;
    }

    private ClusterConfig entered(String servers, Principal.Role role) {
        ClusterConfig entered = new ClusterConfig(servers, cluster, Logins.given(config)).as(role);
        Entrance.check(entered.clientSettings());
        return entered;
    }
}
