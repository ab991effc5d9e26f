package io.shiplog.agent.pod.facts;

import io.shiplog.resources.model.Models;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The agent's JSON: trees for what it writes, typed models for what it reads. */
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

    public static <T> T as(JsonNode node, Class<T> type) {
        return Models.decode(node, type);
    }

    /** A typed model as JSON. */
    public static ObjectNode tree(Object model) {
        return Models.encode(model);
    }
}
