package io.shiplog.compose.command;

import io.shiplog.cluster.DataFolder;
import io.shiplog.cluster.Roles;
import io.shiplog.journal.kafka.access.Entrance;
import io.shiplog.journal.kafka.access.Logins;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.topics.AuditWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every role that runs by itself. */
final class KafkaOptions {

    @Mixin
    private AuditOptions audit = new AuditOptions();

    @Option(names = "--kafka", required = true, paramLabel = "HOST:PORT", description = "Kafka's bootstrap servers")
    String kafka = "";

    @Option(
            names = "--cluster",
            defaultValue = ClusterConfig.STANDARD_NAME,
            paramLabel = "NAME",
            description = "the cluster's name, the prefix of its topics (default: ${DEFAULT-VALUE})")
    String cluster = ClusterConfig.STANDARD_NAME;

    @Option(
            names = "--kafka-property",
            paramLabel = "KEY=VALUE",
            description = "a further setting of every Kafka client, such as security.protocol=SSL; may be repeated")
    Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "a file of Kafka client properties, or a folder with one for each principal,"
                    + " such as scheduler.properties (default: those of an embedded Kafka in the data folder, if any)")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "the folder of certificates and of what a role keeps; roles of one cluster share its pki folder")
    Path data = DataFolder.standard();

    /**
     * The cluster, after looking whether Kafka lets the roles in and lets them do what they have to, and making topics
     * that are missing.
     *
     * @param role makes the topics
     * @param others of this process
     * @throws io.shiplog.journal.kafka.access.KafkaRefusedException when it does not
     */
    ClusterConfig enter(Principal.Role role, Principal.Role... others) {
        var all = new ClusterConfig(kafka, cluster, logins().with(properties));
        ClusterConfig own = all.as(role);
        Entrance.check(own.clientSettings());
        // First: to who may not see topics they are missing.
        Entrance.checkRights(own.clientSettings(), cluster, role);
        Roles.ensureTopics(own, window());
        for (Principal.Role other : others) {
            Entrance.check(all.as(other).clientSettings());
            Entrance.checkRights(all.as(other).clientSettings(), cluster, other);
        }
        return all;
    }

    private Logins logins() {
        if (config != null) {
            return Logins.read(config);
        }
        Path embedded = EmbeddedKafka.clients(data.resolve("kafka"));
        return Files.isDirectory(embedded) ? Logins.read(embedded) : Logins.sameForAll(Map.of());
    }

    /** How much the journal is to keep. */
    AuditWindow window() {
        return audit.window().orElse(AuditWindow.WEEK);
    }
}
