package io.shiplog.apiserver.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.json.Json;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ApiEndpointsTest {
    @Test
    void serversOfOnePortStandSideBySideEachOnce() {
        assertThat(twice(both -> ApiEndpoints.join(ApiEndpoints.join(both, "10.0.0.1", 6443), "10.0.0.2", 6443)))
                .isEqualTo("{\"subsets\":[{\"addresses\":[{\"ip\":\"10.0.0.1\"},{\"ip\":\"10.0.0.2\"}],"
                        + "\"ports\":[{\"name\":\"https\",\"port\":6443,\"protocol\":\"TCP\"}]}]}");
        assertThat(twice(both ->
                        ApiEndpoints.joinSlice(ApiEndpoints.joinSlice(both, "10.0.0.1", 6443), "10.0.0.2", 6443)))
                .isEqualTo("{\"endpoints\":[{\"addresses\":[\"10.0.0.1\"],\"conditions\":{\"ready\":true}},"
                        + "{\"addresses\":[\"10.0.0.2\"],\"conditions\":{\"ready\":true}}],"
                        + "\"ports\":[{\"name\":\"https\",\"port\":6443,\"protocol\":\"TCP\"}]}");
    }

    @Test
    void aClusterThatStartsOnAnotherPortIsFoundThere() {
        ObjectNode endpoints =
                ApiEndpoints.join(ApiEndpoints.join(Json.object(), "127.0.0.1", 6443), "127.0.0.1", 7443);
        assertThat(endpoints.at("/subsets/0/ports/0/port").asInt()).isEqualTo(7443);
        assertThat(endpoints.at("/subsets/0/addresses").size()).isEqualTo(1);
        ObjectNode slice =
                ApiEndpoints.joinSlice(ApiEndpoints.joinSlice(Json.object(), "127.0.0.1", 6443), "127.0.0.1", 7443);
        assertThat(slice.at("/ports/0/port").asInt()).isEqualTo(7443);
        assertThat(slice.at("/endpoints").size()).isEqualTo(1);
    }

    private static String twice(UnaryOperator<ObjectNode> join) {
        ObjectNode joined = join.apply(join.apply(Json.object()));
        ObjectNode ordered = Json.object();
        joined.properties().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(member -> ordered.set(member.getKey(), member.getValue()));
        return Json.text(ordered);
    }
}
