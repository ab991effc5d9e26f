package io.shiplog.resources.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.kinds.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class DiscoveryTest {
    private final Kinds kinds = Kinds.builtIn();

    @Test
    void namesTheGroupsInUpstreamsOrderWithTheirPreferredVersions() {
        JsonNode groups = Discovery.groups(kinds).get("groups");
        List<String> names = new ArrayList<>();
        groups.forEach(group -> names.add(group.get("name").asString()));
        assertThat(names)
                .startsWith("apiregistration.k8s.io", "apps", "events.k8s.io")
                .endsWith("extensions");
        JsonNode autoscaling = Discovery.group(kinds, "autoscaling");
        assertThat(autoscaling).isNotNull();
        assertThat(autoscaling.at("/preferredVersion/groupVersion").asString()).isEqualTo("autoscaling/v2");
        assertThat(autoscaling.get("versions")).hasSize(2);
    }

    @Test
    void describesAKindAndItsSubresources() {
        JsonNode apps = Objects.requireNonNull(Discovery.resources(kinds, "apps", "v1"));
        assertThat(resource(apps, "deployments"))
                .hasToString("{\"name\":\"deployments\",\"singularName\":\"deployment\",\"namespaced\":true,"
                        + "\"kind\":\"Deployment\",\"verbs\":[\"create\",\"delete\",\"deletecollection\",\"get\",\"list\","
                        + "\"patch\",\"update\",\"watch\"],\"shortNames\":[\"deploy\"],\"categories\":[\"all\"]}");
        assertThat(resource(apps, "deployments/scale"))
                .hasToString(
                        "{\"name\":\"deployments/scale\",\"singularName\":\"\",\"namespaced\":true,"
                                + "\"group\":\"autoscaling\",\"version\":\"v1\",\"kind\":\"Scale\",\"verbs\":[\"get\",\"patch\",\"update\"]}");
        assertThat(resource(apps, "deployments/status").has("group")).isFalse();
    }

    @Test
    void knowsNoGroupOrVersionThatIsNotThere() {
        assertThat(Discovery.group(kinds, "example.com")).isNull();
        assertThat(Discovery.resources(kinds, "apps", "v9")).isNull();
    }

    @Test
    void theAggregatedFormSaysTheSameAsThePlainOne() {
        for (String version : AggregatedDiscovery.VERSIONS) {
            List<String> aggregated = new ArrayList<>();
            for (JsonNode list :
                    List.of(AggregatedDiscovery.core(kinds, version), AggregatedDiscovery.groups(kinds, version))) {
                for (JsonNode item : list.get("items")) {
                    for (JsonNode served : item.get("versions")) {
                        for (JsonNode resource : served.get("resources")) {
                            String name = resource.get("resource").asString();
                            aggregated.add(name);
                            resource.path("subresources")
                                    .forEach(sub -> aggregated.add(
                                            name + "/" + sub.get("subresource").asString()));
                        }
                    }
                }
            }
            List<String> plain = new ArrayList<>();
            for (String group : kinds.groups()) {
                for (String served : kinds.versions(group)) {
                    Objects.requireNonNull(Discovery.resources(kinds, group, served))
                            .get("resources")
                            .forEach(resource -> plain.add(resource.get("name").asString()));
                }
            }
            assertThat(aggregated).containsExactlyElementsOf(plain);
        }
    }

    private static JsonNode resource(JsonNode list, String name) {
        for (JsonNode resource : list.get("resources")) {
            if (resource.get("name").asString().equals(name)) {
                return resource;
            }
        }
        throw new AssertionError("no " + name);
    }
}
