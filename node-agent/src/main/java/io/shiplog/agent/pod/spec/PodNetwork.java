package io.shiplog.agent.pod.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a pod is in the network, and what it finds there.
 *
 * @param ofMachine whether it has the machine's network instead of its own
 * @param hostname empty for the pod's name
 * @param subdomain empty for none
 * @param hostAliases entries of its hosts file
 */
public record PodNetwork(boolean ofMachine, String hostname, String subdomain, Dns dns, List<HostAlias> hostAliases) {

    /**
     * How a pod asks for names.
     *
     * @param servers beside those of the policy, as are the others
     */
    public record Dns(String policy, List<String> servers, List<String> searches, List<Option> options) {
        public Dns {
            servers = List.copyOf(servers);
            searches = List.copyOf(searches);
            options = List.copyOf(options);
        }
    }

    /** An option of the resolver. */
    public record Option(String name, @Nullable String value) {}

    /** Names of an address. */
    public record HostAlias(String ip, List<String> names) {
        public HostAlias {
            names = List.copyOf(names);
        }
    }

    public PodNetwork {
        hostAliases = List.copyOf(hostAliases);
    }

    static PodNetwork read(JsonNode spec) {
        JsonNode dns = spec.path("dnsConfig");
        return new PodNetwork(
                JsonParts.isTrue(spec, "hostNetwork"),
                JsonParts.text(spec, "hostname"),
                JsonParts.text(spec, "subdomain"),
                new Dns(
                        spec.path("dnsPolicy").asString("ClusterFirst"),
                        JsonParts.texts(dns, "nameservers"),
                        JsonParts.texts(dns, "searches"),
                        JsonParts.list(
                                dns,
                                "options",
                                each -> new Option(
                                        JsonParts.text(each, "name"),
                                        each.path("value").asString(null)))),
                JsonParts.list(
                        spec,
                        "hostAliases",
                        each -> new HostAlias(JsonParts.text(each, "ip"), JsonParts.texts(each, "hostnames"))));
    }
}
