package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Discovery offers nothing that is answered 405. */
class OfferedAndServedTest extends ServerTest {
    private static final Map<String, String> METHODS =
            Map.of("create", "POST", "get", "GET", "update", "PUT", "patch", "PATCH", "delete", "DELETE");

    @Test
    void servesEveryVerbThatDiscoveryOffers() {
        List<String> versions = new ArrayList<>(List.of("/api/v1"));
        client.get("/apis")
                .json()
                .path("groups")
                .forEach(group -> group.path("versions")
                        .forEach(version -> versions.add(
                                "/apis/" + version.path("groupVersion").asString())));
        List<String> refused = new ArrayList<>();
        for (String version : versions) {
            client.get(version).json().path("resources").forEach(resource -> refusals(version, resource, refused));
        }
        assertThat(versions).hasSizeGreaterThan(10);
        assertThat(refused).isEmpty();
    }

    private void refusals(String version, JsonNode resource, List<String> refused) {
        String[] name = resource.path("name").asString().split("/", 2);
        String collection = version + (resource.path("namespaced").asBoolean() ? "/namespaces/none/" : "/") + name[0];
        for (JsonNode verb : resource.path("verbs")) {
            String method = METHODS.get(verb.asString());
            boolean ofCollection = verb.asString().equals("create") && name.length == 1;
            String path = ofCollection ? collection : collection + "/none" + (name.length == 1 ? "" : "/" + name[1]);
            if (method != null && client.send(method, path, "{}").code() == 405) {
                refused.add(method + " " + path);
            }
        }
    }
}
