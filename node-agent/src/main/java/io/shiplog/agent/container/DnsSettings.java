package io.shiplog.agent.container;

import io.shiplog.agent.engine.SandboxSpec;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.PodNetwork;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pod's resolver: the cluster's name servers and search domains, or the machine's, and what the pod adds. */
final class DnsSettings {
    private DnsSettings() {}

    /** The resolver's settings, null for the machine's own. */
    static SandboxSpec.@Nullable Dns of(PodAssignment pod, HostNode host) {
        PodNetwork network = pod.pod().network();
        String policy = network.dns().policy();
        boolean cluster =
                policy.equals("ClusterFirstWithHostNet") || (policy.equals("ClusterFirst") && !network.ofMachine());
        var servers = new ArrayList<String>();
        var searches = new ArrayList<String>();
        var options = new ArrayList<String>();
        if (cluster && !host.dnsServers().isEmpty()) {
            servers.addAll(host.dnsServers());
            String services = "svc." + host.domain();
            searches.addAll(List.of(pod.namespace() + "." + services, services, host.domain()));
            options.add("ndots:5");
        }
        servers.addAll(network.dns().servers());
        searches.addAll(network.dns().searches());
        network.dns().options().forEach(option -> add(option, options));
        if (servers.isEmpty() && searches.isEmpty() && options.isEmpty()) {
            return null;
        }
        return new SandboxSpec.Dns(servers, searches, options);
    }

    private static void add(PodNetwork.Option option, List<String> to) {
        to.removeIf(known -> known.equals(option.name()) || known.startsWith(option.name() + ":"));
        to.add(option.value() == null ? option.name() : option.name() + ":" + option.value());
    }
}
