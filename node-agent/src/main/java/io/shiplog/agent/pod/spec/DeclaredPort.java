package io.shiplog.agent.pod.spec;

import tools.jackson.databind.JsonNode;

/**
 * A port that a container declares.
 *
 * @param name empty for none
 * @param hostIp the machine's address that it is published on, empty for all
 * @param hostPort the machine's port that it is published on, 0 for none
 */
public record DeclaredPort(String name, int number, String protocol, String hostIp, int hostPort) {
    static DeclaredPort read(JsonNode port) {
        return new DeclaredPort(
                JsonParts.text(port, "name"),
                JsonParts.number(port, "containerPort", 0),
                port.path("protocol").asString("TCP"),
                JsonParts.text(port, "hostIP"),
                JsonParts.number(port, "hostPort", 0));
    }
}
