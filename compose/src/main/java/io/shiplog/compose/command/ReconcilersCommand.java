package io.shiplog.compose.command;

import io.shiplog.cluster.Parts;
import io.shiplog.cluster.RoleEndpoint;
import io.shiplog.cluster.Roles;
import io.shiplog.cluster.Telemetry;
import io.shiplog.cluster.pki.Pki;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code shiplog reconcilers}. */
@Command(
        name = "reconcilers",
        description = "Runs materializer, controllers, derived feeds and status fold.",
        mixinStandardHelpOptions = true)
public final class ReconcilersCommand implements Callable<Integer> {

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private InstanceOption instance = new InstanceOption();

    @Mixin
    private EndpointOptions endpoint = new EndpointOptions();

    @Mixin
    private ExportOption export = new ExportOption();

    @Override
    public Integer call() throws InterruptedException {
        try (Foreground foreground = Foreground.enter();
                Parts parts = new Parts()) {
            ClusterConfig cluster = kafka.enter(Principal.Role.RECONCILERS, Principal.Role.MATERIALIZER);
            Roles.watchTopics(parts, cluster, Principal.Role.RECONCILERS, foreground::fault);
            var telemetry = Telemetry.create();
            var role = Roles.reconcilers(
                    parts,
                    cluster,
                    Pki.open(kafka.data.resolve("pki")),
                    instance.name,
                    kafka.data.resolve("reconcilers-" + instance.name),
                    export.resources(),
                    telemetry);
            endpoint.start(
                    parts, RoleEndpoint.RECONCILERS_PORT, new RoleEndpoint.Answers(telemetry.registry(), role::ready));
            return foreground.run("reconcilers", role);
        }
    }
}
