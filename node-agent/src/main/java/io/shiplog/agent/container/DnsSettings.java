package io.shiplog.agent.container;

import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.shiplog.agent.engine.SandboxSpec;
import io.shiplog.agent.pod.facts.PodAssignment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pod's resolver: the cluster's name servers and search domains, or the machine's, and what the pod adds. */
final class DnsSettings {
    private DnsSettings() {}

    /** The resolver's settings, null for the machine's own. */
    static SandboxSpec.@Nullable Dns of(PodAssignment pod, Site site) {
        PodSpec spec = pod.pod().getSpec();
        String policy = spec.getDnsPolicy() == null ? "ClusterFirst" : spec.getDnsPolicy();
        boolean hostNetwork = Boolean.TRUE.equals(spec.getHostNetwork());
        boolean cluster = policy.equals("ClusterFirstWithHostNet") || (policy.equals("ClusterFirst") && !hostNetwork);
        var servers = new ArrayList<String>();
        var searches = new ArrayList<String>();
        var options = new ArrayList<String>();
        if (cluster && !site.dnsServers().isEmpty()) {
            servers.addAll(site.dnsServers());
            String services = "svc." + site.domain();
            searches.addAll(List.of(pod.namespace() + "." + services, services, site.domain()));
            options.add("ndots:5");
        }
        add(spec.getDnsConfig(), servers, searches, options);
        if (servers.isEmpty() && searches.isEmpty() && options.isEmpty()) {
            return null;
        }
        return new SandboxSpec.Dns(servers, searches, options);
    }

    private static void add(
            @Nullable PodDNSConfig config, List<String> servers, List<String> searches, List<String> options) {
        if (config == null) {
            return;
        }
        if (config.getNameservers() != null) {
            servers.addAll(config.getNameservers());
        }
        if (config.getSearches() != null) {
            searches.addAll(config.getSearches());
        }
        if (config.getOptions() != null) {
            for (var option : config.getOptions()) {
                options.removeIf(known -> known.equals(option.getName()) || known.startsWith(option.getName() + ":"));
                options.add(option.getValue() == null ? option.getName() : option.getName() + ":" + option.getValue());
            }
        }
    }
}
