package io.shiplog.compose.command;

import io.shiplog.cluster.Parts;
import io.shiplog.cluster.RoleEndpoint;
import io.shiplog.cluster.Roles;
import io.shiplog.cluster.Telemetry;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code shiplog scheduler}. */
@Command(name = "scheduler", description = "Binds pods to nodes.", mixinStandardHelpOptions = true)
public final class SchedulerCommand implements Callable<Integer> {

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private InstanceOption instance = new InstanceOption();

    @Mixin
    private EndpointOptions endpoint = new EndpointOptions();

    @Override
    public Integer call() throws InterruptedException {
        try (Foreground foreground = Foreground.enter();
                Parts parts = new Parts()) {
            ClusterConfig cluster = kafka.enter(Principal.Role.SCHEDULER);
            Roles.watchTopics(parts, cluster, Principal.Role.SCHEDULER, foreground::fault);
            var telemetry = Telemetry.create();
            var role = Roles.scheduler(
                    parts, cluster, instance.name, kafka.data.resolve("scheduler-" + instance.name), telemetry);
            endpoint.start(
                    parts, RoleEndpoint.SCHEDULER_PORT, new RoleEndpoint.Answers(telemetry.registry(), role::ready));
            return foreground.run("scheduler", role);
        }
    }
}
