package io.shiplog.agent.pod.facts;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The agent's JSON: trees of what it writes, and of what it is about to read. */
public final class AgentJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private AgentJson() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Reads a JSON object. @throws tools.jackson.core.JacksonException when it is none */
    public static ObjectNode parse(byte[] json) {
        return (ObjectNode) MAPPER.readTree(json);
    }

    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }
}
