package io.shiplog.resources.openapi;

import io.shiplog.resources.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAPI v2 as client-go reads it: gnostic's protobuf messages, whose field numbers stand here. What the Kubernetes
 * API does not use of OpenAPI v2 is left out. The members of the document are written one by one: a message that occurs
 * twice in protobuf is merged, so every path and every definition is a {@code Paths} or {@code Definitions} of its own.
 */
final class GnosticEncoding {
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "options", "head", "patch");

    private GnosticEncoding() {}

    /** Fields {@code swagger} and {@code info} of the document. */
    static byte[] head(String title, String version) {
        return Protobuf.message(document -> {
            document.text(1, "2.0");
            document.message(2, info -> {
                info.text(1, title);
                info.text(2, version);
            });
        });
    }

    /** One path of the document. */
    static byte[] path(String name, ObjectNode item) {
        return Protobuf.message(document -> document.message(
                8,
                paths -> paths.message(2, named -> {
                    named.text(1, name);
                    named.message(2, value -> pathItem(value, item));
                })));
    }

    /** One definition of the document. */
    static byte[] definition(String name, ObjectNode schema) {
        return Protobuf.message(
                document -> document.message(9, definitions -> namedSchema(definitions, 1, name, schema)));
    }

    private static void pathItem(Protobuf out, ObjectNode item) {
        for (int i = 0; i < METHODS.size(); i++) {
            JsonNode operation = item.path(METHODS.get(i));
            if (operation.isObject()) {
                out.message(2 + i, message -> operation(message, operation));
            }
        }
        item.path("parameters").forEach(parameter -> out.message(9, entry -> parameter(entry, parameter)));
    }

    private static void operation(Protobuf out, JsonNode operation) {
        strings(out, 1, operation.path("tags"));
        out.text(3, text(operation, "description"));
        out.text(5, text(operation, "operationId"));
        strings(out, 6, operation.path("produces"));
        strings(out, 7, operation.path("consumes"));
        operation.path("parameters").forEach(parameter -> out.message(8, entry -> parameter(entry, parameter)));
        out.message(
                9,
                responses -> operation
                        .path("responses")
                        .properties()
                        .forEach(response -> responses.message(1, named -> {
                            named.text(1, response.getKey());
                            named.message(2, value -> value.message(1, body -> response(body, response.getValue())));
                        })));
        strings(out, 10, operation.path("schemes"));
        extensions(out, 13, operation);
    }

    private static void response(Protobuf out, JsonNode response) {
        out.text(1, text(response, "description"));
        JsonNode schema = response.path("schema");
        if (schema.isObject()) {
            out.message(2, item -> item.message(1, message -> schema(message, schema)));
        }
    }

    private static void parameter(Protobuf out, JsonNode parameter) {
        out.message(1, message -> {
            switch (text(parameter, "in")) {
                case "body" ->
                    message.message(1, body -> {
                        body.text(1, text(parameter, "description"));
                        body.text(2, text(parameter, "name"));
                        body.text(3, "body");
                        body.flag(4, parameter.path("required").asBoolean(false));
                        body.message(5, schema -> schema(schema, parameter.path("schema")));
                    });
                case "path" ->
                    message.message(
                            2,
                            other -> other.message(4, path -> {
                                head(path, parameter);
                                path.text(5, text(parameter, "type"));
                                path.flag(18, parameter.path("uniqueItems").asBoolean(false));
                            }));
                default ->
                    message.message(
                            2,
                            other -> other.message(3, query -> {
                                head(query, parameter);
                                query.text(6, text(parameter, "type"));
                                query.flag(20, parameter.path("uniqueItems").asBoolean(false));
                            }));
            }
        });
    }

    private static void head(Protobuf out, JsonNode parameter) {
        out.flag(1, parameter.path("required").asBoolean(false));
        out.text(2, text(parameter, "in"));
        out.text(3, text(parameter, "description"));
        out.text(4, text(parameter, "name"));
    }

    private static void namedSchema(Protobuf out, int field, String name, JsonNode schema) {
        out.message(field, named -> {
            named.text(1, name);
            named.message(2, value -> schema(value, schema));
        });
    }

    private static void schema(Protobuf out, JsonNode schema) {
        out.text(1, text(schema, "$ref"));
        out.text(2, text(schema, "format"));
        out.text(4, text(schema, "description"));
        out.flag(16, schema.path("uniqueItems").asBoolean(false));
        strings(out, 19, schema.path("required"));
        JsonNode additional = schema.path("additionalProperties");
        if (additional.isObject()) {
            out.message(21, item -> item.message(1, value -> schema(value, additional)));
        } else if (additional.isBoolean()) {
            out.message(21, item -> item.flag(2, additional.booleanValue()));
        }
        String type = text(schema, "type");
        if (!type.isEmpty()) {
            out.message(22, item -> item.item(1, type));
        }
        JsonNode items = schema.path("items");
        if (items.isObject()) {
            out.message(23, item -> item.message(1, value -> schema(value, items)));
        }
        JsonNode properties = schema.path("properties");
        if (!properties.isEmpty()) {
            out.message(
                    25,
                    message -> properties
                            .properties()
                            .forEach(property -> namedSchema(message, 1, property.getKey(), property.getValue())));
        }
        extensions(out, 31, schema);
    }

    /** Extensions are YAML text, and JSON is YAML. */
    private static void extensions(Protobuf out, int field, JsonNode node) {
        node.properties().forEach(member -> {
            if (member.getKey().startsWith("x-")) {
                out.message(field, named -> {
                    named.text(1, member.getKey());
                    named.message(2, any -> any.text(2, Json.text(member.getValue())));
                });
            }
        });
    }

    private static void strings(Protobuf out, int field, JsonNode list) {
        list.forEach(item -> out.item(field, item.asString()));
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }
}
