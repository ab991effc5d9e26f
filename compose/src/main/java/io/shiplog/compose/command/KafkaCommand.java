package io.shiplog.compose.command;

import io.shiplog.cluster.BrokerGuard;
import io.shiplog.cluster.DataFolder;
import io.shiplog.journal.kafka.access.Credentials;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.access.Right;
import io.shiplog.journal.kafka.access.Rights;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code shiplog kafka}: what a user needs who looks at the cluster's Kafka with other tools, or brings a Kafka of
 * their own.
 */
@Command(
        name = "kafka",
        description =
                "Tells how other tools get into the embedded Kafka, and which rights the roles need in another one.",
        mixinStandardHelpOptions = true)
public final class KafkaCommand {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Command(
            name = "config",
            description = "Prints Kafka client properties, with which Kafka's own tools get into the embedded Kafka.",
            mixinStandardHelpOptions = true)
    int config(
            @Option(
                            names = "--data",
                            paramLabel = "DIR",
                            description = "the cluster's data folder (default: the standard one)")
                    @Nullable
                    Path data,
            @Option(
                            names = "--as",
                            defaultValue = "reader",
                            paramLabel = "PRINCIPAL",
                            description = "reader, admin or a role (default: ${DEFAULT-VALUE})")
                    String principal)
            throws IOException {
        Path folder = EmbeddedKafka.clients((data == null ? DataFolder.standard() : data).resolve("kafka"));
        Path file = folder.resolve(principal.toLowerCase(Locale.ROOT) + ".properties");
        if (!Files.exists(file)) {
            throw new IllegalStateException("there is no " + file + ": no embedded Kafka was started on this folder,"
                    + " or it knows nobody of that name");
        }
        PrintWriter out = spec.commandLine().getOut();
        Credentials.bootstrapServers(folder).ifPresent(servers -> out.println("bootstrap.servers=" + servers));
        out.print(Files.readString(file));
        out.flush();
        return 0;
    }

    @Command(
            name = "acls",
            description = "Prints the commands that give each role its rights in a Kafka of your own.",
            mixinStandardHelpOptions = true)
    int acls(
            @Option(
                            names = "--cluster",
                            defaultValue = ClusterConfig.STANDARD_NAME,
                            paramLabel = "NAME",
                            description = "the cluster's name (default: ${DEFAULT-VALUE})")
                    String cluster,
            @Option(
                            names = "--node",
                            paramLabel = "NAME",
                            description = "a node that joined, whose rights are printed instead; may be repeated")
                    @Nullable
                    List<String> nodes) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("# BOOTSTRAP is Kafka's host:port, ADMIN a file with the client properties of its administrator.");
        if (nodes == null) {
            for (Principal.Role role : Principal.Role.values()) {
                if (role != Principal.Role.ADMIN) {
                    print(out, role, Rights.of(role, cluster));
                }
            }
            out.println("\n# A node that joins has rights of its own: --node NAME prints them.");
        } else {
            for (String node : nodes) {
                var principal = new Principal.Node(node);
                print(out, principal, Rights.of(principal, cluster));
            }
        }
        out.flush();
        return 0;
    }

    @Command(
            name = "guard",
            description = "Makes the credentials of a Kafka of the cluster's own whose brokers are processes by"
                    + " themselves, and lets it know them: the compose cluster's.",
            mixinStandardHelpOptions = true)
    int guard(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "the cluster's data folder; they are put into its folder kafka")
                    Path data,
            @Option(
                            names = "--brokers",
                            split = ",",
                            paramLabel = "HOST:PORT",
                            description = "where brokers take each other; without them nobody is told")
                    @Nullable
                    List<String> brokers,
            @Option(names = "--kafka", split = ",", paramLabel = "HOST:PORT", description = "where they take clients")
                    @Nullable
                    List<String> clients) {
        BrokerGuard guard = BrokerGuard.in(data.resolve("kafka"));
        if (brokers != null && clients != null) {
            guard.enrol(brokers, clients);
        }
        return 0;
    }

    private static void print(PrintWriter out, Principal principal, List<Right> rights) {
        out.println("\n# " + principal.purpose());
        rights.forEach(right -> out.println(right.command(principal)));
    }
}
