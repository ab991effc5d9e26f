package io.shiplog.apiserver.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MoveServicesTest {
    private static final String SERVICES = "/api/v1/namespaces/default/services";
    private static final String ADDRESSES = "/apis/networking.k8s.io/v1/ipaddresses";

    @TempDir
    Path folder;

    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void create(String name, String spec) {
        TestClient.Reply reply = client.post(
                SERVICES,
                "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"ports\":[{\"port\":80}]" + spec + "}}");
        assertThat(reply.code()).as(reply.text()).isEqualTo(201);
    }

    private String address(String namespace, String name) {
        return spec(namespace, name).path("clusterIP").asString("");
    }

    private JsonNode spec(String namespace, String name) {
        return client.get("/api/v1/namespaces/" + namespace + "/services/" + name)
                .json()
                .path("spec");
    }

    @Test
    void everyServiceKeepsTheLastTwoNumbersOfItsAddress() {
        create("chosen", ",\"clusterIP\":\"10.96.7.7\"");
        create("given", ",\"type\":\"NodePort\"");
        create("headless", ",\"clusterIP\":\"None\"");
        String given = address("default", "given");
        int port =
                spec("default", "given").path("ports").path(0).path("nodePort").asInt();

        assertThat(server.moveServices("10.99.0.0/16")).isEqualTo(4);

        assertThat(address("default", "kubernetes")).isEqualTo("10.99.0.1");
        assertThat(address("kube-system", "kube-dns")).isEqualTo("10.99.0.10");
        assertThat(address("default", "chosen")).isEqualTo("10.99.7.7");
        assertThat(spec("default", "chosen").path("clusterIPs").path(0).asString(""))
                .isEqualTo("10.99.7.7");
        assertThat(address("default", "given")).isEqualTo(given.replace("10.96.", "10.99."));
        assertThat(spec("default", "given")
                        .path("ports")
                        .path(0)
                        .path("nodePort")
                        .asInt())
                .isEqualTo(port);
        assertThat(address("default", "headless")).isEqualTo("None");
        assertThat(client.get(ADDRESSES)
                        .json()
                        .path("items")
                        .valueStream()
                        .map(one -> one.path("metadata").path("name").asString("")))
                .hasSize(4)
                .allMatch(name -> name.startsWith("10.99."));
        assertThat(server.moveServices("10.99.0.0/16")).isZero();
    }

    @Test
    void aServiceThatIsMadeAfterwardsGetsAnAddressOfTheNewRange() {
        server.moveServices("10.99.0.0/16");
        create("late", "");
        assertThat(address("default", "late")).startsWith("10.99.");
    }

    @Test
    void addressesThatServicesHaveLeftAreFreeAgain() {
        create("first", ",\"clusterIP\":\"10.96.7.7\"");
        server.moveServices("10.99.0.0/16");
        create("back", "");
        server.moveServices("10.96.0.0/16");
        create("second", ",\"clusterIP\":\"10.96.9.9\"");
        assertThat(address("default", "first")).isEqualTo("10.96.7.7");
        assertThat(address("default", "back")).startsWith("10.96.");
        assertThat(client.delete(SERVICES + "/first").code()).isEqualTo(200);
        create("third", ",\"clusterIP\":\"10.96.7.7\"");
        assertThat(address("default", "third")).isEqualTo("10.96.7.7");
    }
}
