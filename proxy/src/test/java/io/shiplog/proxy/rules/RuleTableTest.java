package io.shiplog.proxy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.proxy.Objects;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RuleTableTest {
    private static final JsonNode WEB = Objects.yaml("""
            metadata: {name: web, namespace: shop}
            spec:
              clusterIP: 10.96.0.7
              ports:
              - {name: http, port: 80, protocol: TCP, nodePort: 30080}
              - {name: dns, port: 53, protocol: UDP}
            """);

    @Test
    void takesReadyEndpointsOfEverySliceByPortName() {
        var table = RuleTable.of(
                List.of(WEB),
                List.of(
                        slice("web-a", "{addresses: [10.1.0.1], conditions: {ready: true}}"),
                        slice(
                                "web-b",
                                "{addresses: [10.1.0.2]}",
                                "{addresses: [10.1.0.3], conditions: {ready: false}}")));
        assertThat(table.ports()).hasSize(2);
        ServicePortInfo http = table.ports().get(1);
        assertThat(http.id()).isEqualTo("shop/web:http");
        assertThat(http.nodePort()).isEqualTo(30080);
        assertThat(http.endpoints()).containsExactly(new Endpoint("10.1.0.1", 8080), new Endpoint("10.1.0.2", 8080));
        assertThat(table.ports().getFirst().endpoints()).isEmpty();
    }

    @Test
    void fallsBackToTerminatingEndpointsThatStillServe() {
        var table = RuleTable.of(
                List.of(WEB),
                List.of(slice(
                        "web-a",
                        "{addresses: [10.1.0.1], conditions: {ready: false, serving: true, terminating: true}}",
                        "{addresses: [10.1.0.2], conditions: {ready: false, serving: false, terminating: true}}")));
        assertThat(table.ports().get(1).endpoints()).containsExactly(new Endpoint("10.1.0.1", 8080));
    }

    @Test
    void leavesOutHeadlessAndExternalNameServices() {
        var headless =
                Objects.yaml("{metadata: {name: a, namespace: b}, spec: {clusterIP: None, ports: [{port: 80}]}}");
        var external = Objects.yaml(
                "{metadata: {name: c, namespace: b}, spec: {type: ExternalName, externalName: example.org}}");
        assertThat(RuleTable.of(List.of(headless, external), List.of()).ports()).isEmpty();
    }

    @Test
    void leavesOutWhatIsNotIpv4SoThatItHarmsNoOtherService() {
        var strange = Objects.yaml("""
                metadata: {name: strange, namespace: shop}
                spec:
                  clusterIP: 10.96.0.8
                  externalIPs: ["2001:db8::1", 192.0.2.1, "192.0.2.2\\nCOMMIT"]
                  ports:
                  - {name: http, port: 80, protocol: TCP}
                  - {name: odd, port: 81, protocol: QUIC}
                  - {name: none, port: 70000}
                status: {loadBalancer: {ingress: [{ip: 198.51.100.1}, {hostname: lb}, {ip: 198.51.100.2, ipMode: Proxy}]}}
                """);
        var six = Objects.yaml(
                "{metadata: {name: six, namespace: shop}, spec: {clusterIP: 'fd00::7', ports: [{port: 80}]}}");
        JsonNode bad = Objects.yaml("""
                metadata: {name: strange-a, namespace: shop, labels: {kubernetes.io/service-name: strange}}
                addressType: IPv4
                ports: [{name: http, port: 8080, protocol: TCP}]
                endpoints: [{addresses: ["10.1.0.1:80 -j ACCEPT"]}, {addresses: [10.1.0.256]}, {addresses: [10.1.0.3]}]
                """);
        JsonNode badSix = Objects.yaml("""
                metadata: {name: strange-b, namespace: shop, labels: {kubernetes.io/service-name: strange}}
                addressType: IPv6
                ports: [{name: http, port: 8080, protocol: TCP}]
                endpoints: [{addresses: ["fd00::1"]}]
                """);
        var ports =
                RuleTable.of(List.of(WEB, strange, six), List.of(bad, badSix)).ports();
        assertThat(ports)
                .extracting(ServicePortInfo::id)
                .containsExactly("shop/strange:http", "shop/web:dns", "shop/web:http");
        assertThat(ports.getFirst().addresses()).containsExactly("10.96.0.8", "192.0.2.1", "198.51.100.1");
        assertThat(ports.getFirst().endpoints()).containsExactly(new Endpoint("10.1.0.3", 8080));
    }

    @Test
    void readsSessionAffinityWithItsDefault() {
        var sticky = Objects.yaml(
                "{metadata: {name: a, namespace: b}, spec: {clusterIP: 10.96.0.8, sessionAffinity: ClientIP, ports: [{port: 80}]}}");
        assertThat(RuleTable.of(List.of(sticky), List.of()).ports().getFirst().affinitySeconds())
                .isEqualTo(10800);
    }

    @Test
    void isTheSameWhateverTheOrderOfItsInput() {
        List<JsonNode> slices = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            slices.add(slice("web-" + i, "{addresses: [10.1.0." + i + "]}", "{addresses: [10.2.0." + i + "]}"));
        }
        var table = RuleTable.of(List.of(WEB), slices);
        for (long seed = 0; seed < 20; seed++) {
            Collections.shuffle(slices, new Random(seed));
            assertThat(RuleTable.of(List.of(WEB), slices)).as("seed %d", seed).isEqualTo(table);
        }
    }

    private static JsonNode slice(String name, String... endpoints) {
        return Objects.yaml("""
                metadata: {name: %s, namespace: shop, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                ports: [{name: http, port: 8080, protocol: TCP}]
                endpoints: [%s]
                """.formatted(name, String.join(", ", endpoints)));
    }
}
