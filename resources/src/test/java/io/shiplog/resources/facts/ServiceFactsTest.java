package io.shiplog.resources.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceFactsTest {
    @Test
    void tellsWhereAServiceLeads() {
        ServiceFacts service = ServiceFacts.read("""
                {"metadata":{"name":"s","creationTimestamp":"2026-01-01T00:00:00Z"},
                 "spec":{"type":"ClusterIP","clusterIP":"None","selector":{"app":"web"},"publishNotReadyAddresses":true,
                  "ipFamilies":["IPv6","IPv4"],"trafficDistribution":"PreferClose",
                  "ports":[{"name":"web","port":80,"targetPort":"http","appProtocol":"h2c"},
                           {"port":53,"protocol":"UDP","targetPort":5353},{"port":90}]}}""".getBytes(UTF_8));
        assertThat(service)
                .isEqualTo(new ServiceFacts(
                        "2026-01-01T00:00:00Z",
                        Map.of("app", "web"),
                        List.of(
                                new ServicePort("web", "TCP", 80, "http", 80, "h2c"),
                                new ServicePort("", "UDP", 53, "", 5353, null),
                                new ServicePort("", "TCP", 90, "", 90, null)),
                        List.of("IPv6", "IPv4"),
                        new ServiceFacts.Traffic("ClusterIP", "None", true, "PreferClose")));
        assertThat(service.isHeadless()).isTrue();
    }

    @Test
    void aServiceThatSaysNothingIsReachedByIpv4AndSelectsNothing() {
        ServiceFacts service = ServiceFacts.read("{\"metadata\":{}}".getBytes(UTF_8));
        assertThat(service.addressTypes()).containsExactly("IPv4");
        assertThat(service.selector()).isEmpty();
        assertThat(service.isHeadless()).isFalse();
    }
}
