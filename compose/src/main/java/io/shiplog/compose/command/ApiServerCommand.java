package io.shiplog.compose.command;

import io.shiplog.cluster.Kubeconfig;
import io.shiplog.cluster.ListenPort;
import io.shiplog.cluster.Parts;
import io.shiplog.cluster.Roles;
import io.shiplog.cluster.Telemetry;
import io.shiplog.cluster.join.ClusterJoining;
import io.shiplog.cluster.join.KafkaDoor;
import io.shiplog.cluster.pki.Pki;
import io.shiplog.journal.WriteGate;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shiplog apiserver}: one of any number of API servers, all active. */
@Command(name = "apiserver", description = "Serves the Kubernetes API.", mixinStandardHelpOptions = true)
public final class ApiServerCommand implements Callable<Integer> {

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private NetworkOption network = new NetworkOption();

    @Mixin
    private AuditEventOptions auditEvents = new AuditEventOptions();

    @Option(names = "--port", defaultValue = "6443", description = "the port (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--bind-address",
            defaultValue = "127.0.0.1",
            description = "where to listen (default: ${DEFAULT-VALUE})")
    private String bindAddress = "127.0.0.1";

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "where to write the kubeconfig (default: in the data folder)")
    private @Nullable Path kubeconfig;

    @Override
    public Integer call() throws InterruptedException {
        try (Foreground foreground = Foreground.enter();
                AuditEventOptions.Opened events = auditEvents.open();
                Parts parts = new Parts()) {
            ListenPort.check(bindAddress, port, "--port chooses another port");
            Path file = kubeconfig == null ? kafka.data.resolve("kubeconfig") : kubeconfig;
            Kubeconfig.check(file);
            Pki pki = Pki.open(kafka.data.resolve("pki"));
            ClusterConfig cluster = kafka.enter(Principal.Role.APISERVER);
            Roles.watchTopics(parts, cluster, Principal.Role.APISERVER, foreground::fault);
            Roles.Serving serving = Roles.apiServer(
                    parts,
                    cluster,
                    Optional.empty(),
                    pki,
                    network.network(),
                    bindAddress,
                    port,
                    new WriteGate(),
                    new ClusterJoining.Way(
                            KafkaDoor.of(cluster),
                            cluster.bootstrapServers(),
                            () -> List.of(network.network().dnsAddress())),
                    events.settings(),
                    Telemetry.create());
            Kubeconfig.write(file, Roles.localUrl(bindAddress, port), pki, Roles.admin(pki));
            return foreground.run("apiserver", serving.server());
        }
    }
}
