package io.shiplog.proxy.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which UDP flows the kernel remembers although the table would send them elsewhere now. UDP has no end of a
 * connection: as long as a client goes on sending from its port, the kernel translates to the endpoint of its first
 * packet, gone or not. Pure.
 */
public final class StaleFlows {

    /**
     * A UDP flow as the kernel's connection tracking has it.
     *
     * @param from the client
     * @param to where the client sends, before translation
     * @param by who answers: the endpoint after translation, or {@code to} where nothing was translated
     */
    public record Flow(Endpoint from, Endpoint to, Endpoint by) {}

    private StaleFlows() {}

    /**
     * The flows that have to be forgotten for the table to hold for their next packet: to a service's address, but
     * answered by something that is not one of its endpoints. A service without endpoints keeps no flow.
     */
    public static List<Flow> of(RuleTable table, List<Flow> flows) {
        Map<Endpoint, Set<Endpoint>> byAddress = new HashMap<>();
        Map<Integer, Set<Endpoint>> byNodePort = new HashMap<>();
        for (ServicePortInfo port : table.ports()) {
            if (port.protocol() == Protocol.UDP) {
                Set<Endpoint> endpoints = new TreeSet<>(port.endpoints());
                port.addresses().forEach(address -> byAddress.put(new Endpoint(address, port.port()), endpoints));
                if (port.nodePort() != 0) {
                    byNodePort.put(port.nodePort(), endpoints);
                }
            }
        }
        return flows.stream()
                .filter(flow -> {
                    Set<Endpoint> exact = byAddress.get(flow.to());
                    if (exact != null) {
                        return !exact.contains(flow.by());
                    }
                    // A node port's number may be another program's on another address: only what was translated is
                    // ours.
                    Set<Endpoint> onNodes = byNodePort.get(flow.to().port());
                    return onNodes != null && !flow.by().equals(flow.to()) && !onNodes.contains(flow.by());
                })
                .toList();
    }
}
