package io.shiplog.agent.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox to start.
 *
 * @param name unique in the engine
 * @param network whose network it has
 * @param dns its resolver's settings, null for the engine's own
 * @param hosts further lines of its hosts file, as {@code name:address}
 * @param memoryVolumes volumes in memory that live as long as the sandbox
 * @param sysctls kernel parameters of its namespaces
 */
public record SandboxSpec(
        String name,
        Map<String, String> labels,
        Network network,
        @Nullable Dns dns,
        List<String> hosts,
        List<MemoryVolume> memoryVolumes,
        Map<String, String> sysctls) {
    public SandboxSpec {
        labels = Map.copyOf(labels);
        hosts = List.copyOf(hosts);
        memoryVolumes = List.copyOf(memoryVolumes);
        sysctls = Map.copyOf(sysctls);
    }

    /**
     * The sandbox's place in the network.
     *
     * @param host shares the machine's network; the other settings mean nothing then
     * @param domain what follows the host name in the sandbox's full name, may be empty
     */
    public record Network(boolean host, String hostname, String domain, List<HostPort> ports) {
        public Network {
            ports = List.copyOf(ports);
        }
    }

    /** A port of the machine that leads to a port of the sandbox. {@code address} is empty for all addresses. */
    public record HostPort(String address, int hostPort, int containerPort, String protocol) {}

    /** A resolver's name servers, search domains and options, in resolv.conf's words. */
    public record Dns(List<String> servers, List<String> searches, List<String> options) {
        public Dns {
            servers = List.copyOf(servers);
            searches = List.copyOf(searches);
            options = List.copyOf(options);
        }
    }

    /** A volume in memory under the engine's care; {@code sizeBytes} 0 means the engine's default. */
    public record MemoryVolume(String name, long sizeBytes) {}
}
