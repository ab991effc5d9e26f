package io.shiplog.resources.openapi;

import io.shiplog.resources.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Path items in the form of OpenAPI v2. */
final class PathsV2 {
    private PathsV2() {}

    /** Operations grouped by their path, as path items. */
    static Map<String, ObjectNode> items(List<ApiOperation> operations) {
        Map<String, ObjectNode> items = new LinkedHashMap<>();
        for (ApiOperation operation : operations) {
            ObjectNode item = items.computeIfAbsent(operation.path(), PathsV2::newItem);
            item.set(operation.method(), describe(operation));
        }
        return items;
    }

    private static ObjectNode newItem(String path) {
        ObjectNode item = Json.object();
        ArrayNode parameters = item.putArray("parameters");
        PathParameters.of(path)
                .forEach((name, text) -> parameters
                        .addObject()
                        .put("name", name)
                        .put("in", "path")
                        .put("description", text)
                        .put("required", true)
                        .put("type", "string")
                        .put("uniqueItems", true));
        query(QueryParameter.PRETTY, parameters);
        return item;
    }

    private static ObjectNode describe(ApiOperation operation) {
        ObjectNode node = Json.object();
        node.put("description", operation.description()).put("operationId", operation.id());
        MediaTypes.consumed(operation).forEach(node.putArray("consumes")::add);
        MediaTypes.produced(operation).forEach(node.putArray("produces")::add);
        node.putArray("schemes").add("https");
        node.putArray("tags").add(operation.tag());
        ArrayNode parameters = node.putArray("parameters");
        if (!operation.body().isEmpty()) {
            ObjectNode body = parameters.addObject().put("name", "body").put("in", "body");
            if (operation.bodyRequired()) {
                body.put("required", true);
            }
            reference(operation.body(), body.putObject("schema"));
        }
        operation.query().forEach(parameter -> query(parameter, parameters));
        ObjectNode responses = node.putObject("responses");
        for (int code : operation.codes()) {
            ObjectNode response =
                    responses.putObject(Integer.toString(code)).put("description", MediaTypes.meaning(code));
            if (operation.answer().isEmpty()) {
                response.putObject("schema").put("type", "string");
            } else {
                reference(operation.answer(), response.putObject("schema"));
            }
        }
        responses.putObject("401").put("description", MediaTypes.meaning(401));
        node.put("x-kubernetes-action", operation.action());
        KindNames.describe(operation.target(), node);
        return node;
    }

    private static void query(QueryParameter parameter, ArrayNode into) {
        into.addObject()
                .put("name", parameter.name())
                .put("in", "query")
                .put("description", parameter.description())
                .put("type", parameter.type())
                .put("uniqueItems", true);
    }

    private static void reference(String definition, ObjectNode into) {
        into.put("$ref", "#/definitions/" + definition);
    }
}
