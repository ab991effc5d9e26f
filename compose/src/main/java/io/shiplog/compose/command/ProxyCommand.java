package io.shiplog.compose.command;

import io.shiplog.cluster.ClusterNetwork;
import io.shiplog.cluster.NetworkClaim;
import io.shiplog.cluster.Parts;
import io.shiplog.cluster.RoleEndpoint;
import io.shiplog.cluster.Roles;
import io.shiplog.cluster.Telemetry;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shiplog proxy}: services and names of this machine. */
@Command(
        name = "proxy",
        description = "Steers service traffic and answers cluster DNS.",
        mixinStandardHelpOptions = true)
public final class ProxyCommand implements Callable<Integer> {

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private NetworkOption network = new NetworkOption();

    @Option(
            names = "--node-address",
            paramLabel = "IP",
            description = "an address that node ports answer on in user space; may be repeated (default: 127.N.1.1)")
    private List<String> nodeAddresses = new ArrayList<>();

    @Mixin
    private EndpointOptions endpoint = new EndpointOptions();

    @Override
    public Integer call() throws InterruptedException {
        try (Foreground foreground = Foreground.enter();
                Parts parts = new Parts()) {
            ClusterNetwork own = network.network();
            parts.add(
                    "network",
                    NetworkClaim.take(own)
                            .orElseThrow(() -> new IllegalStateException("another cluster, or another proxy, has " + own
                                    + " of this machine; --network chooses another, for all roles of a cluster")));
            ClusterConfig cluster = kafka.enter(Principal.Role.PROXY);
            Roles.watchTopics(parts, cluster, Principal.Role.PROXY, foreground::fault);
            List<String> addresses = nodeAddresses.isEmpty() ? List.of(own.nodeAddress(1)) : nodeAddresses;
            var telemetry = Telemetry.create();
            var proxy = Roles.proxy(parts, cluster, own, addresses, telemetry);
            endpoint.start(parts, RoleEndpoint.PROXY_PORT, Roles.answers(proxy, telemetry));
            return foreground.run("proxy", proxy);
        }
    }
}
