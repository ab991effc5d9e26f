package io.shiplog.resources.facts;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.JsonCursor;
import io.shiplog.objects.StoredObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What controllers ask of a Service.
 *
 * @param created {@code metadata.creationTimestamp} as it is written; empty for none
 * @param selector the labels that it selects pods by; empty when somebody else says where it leads
 * @param ports in the Service's order
 * @param addressTypes {@code IPv4}, {@code IPv6} or both, in the Service's order
 */
public record ServiceFacts(
        String created,
        Map<String, String> selector,
        List<ServicePort> ports,
        List<String> addressTypes,
        Traffic traffic) {
    private static final Decoder<ServiceFacts> DECODER = new Decoder<>(ServiceFacts.class, ServiceFacts::read);

    /**
     * How a Service leads to its pods.
     *
     * @param type ClusterIP, NodePort, LoadBalancer or ExternalName
     * @param clusterIp its address, {@code None} for a headless one, empty while it has none
     * @param publishesNotReady whether pods that are not ready are told of as if they were
     * @param distribution {@code spec.trafficDistribution}; empty for none
     */
    public record Traffic(String type, String clusterIp, boolean publishesNotReady, String distribution) {}

    public ServiceFacts {
        selector = Map.copyOf(selector);
        ports = List.copyOf(ports);
        addressTypes = addressTypes.isEmpty() ? List.of("IPv4") : List.copyOf(addressTypes);
    }

    public static ServiceFacts of(StoredObject service) {
        return service.facts(DECODER);
    }

    public boolean isHeadless() {
        return traffic.clusterIp().equals("None");
    }

    public boolean isExternalName() {
        return traffic.type().equals("ExternalName");
    }

    static ServiceFacts read(byte[] json) {
        var reader = new Reader();
        JsonCursor.walk(json, reader::service);
        return new ServiceFacts(
                reader.created,
                reader.selector,
                reader.ports,
                reader.addressTypes,
                new Traffic(reader.type, reader.clusterIp, reader.publishesNotReady, reader.distribution));
    }

    private static final class Reader {
        private String created = "";
        private final Map<String, String> selector = new LinkedHashMap<>();
        private final List<ServicePort> ports = new ArrayList<>();
        private final List<String> addressTypes = new ArrayList<>();
        private String type = "";
        private String clusterIp = "";
        private boolean publishesNotReady;
        private String distribution = "";

        void service(JsonCursor json) {
            json.members(part -> {
                switch (part) {
                    case "metadata" ->
                        json.members(member -> {
                            if (member.equals("creationTimestamp")) {
                                created = json.text();
                            }
                        });
                    case "spec" -> json.members(member -> spec(member, json));
                    default -> {}
                }
            });
        }

        private void spec(String member, JsonCursor json) {
            switch (member) {
                case "selector" -> json.members(label -> selector.put(label, json.recurring()));
                case "ports" -> json.elements(() -> ports.add(ServicePort.read(json)));
                case "ipFamilies" -> json.elements(() -> addressTypes.add(json.recurring()));
                case "type" -> type = json.recurring();
                case "clusterIP" -> clusterIp = json.text();
                case "publishNotReadyAddresses" -> publishesNotReady = json.isTrue();
                case "trafficDistribution" -> distribution = json.recurring();
                default -> {}
            }
        }
    }
}
