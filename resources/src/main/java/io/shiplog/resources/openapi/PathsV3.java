package io.shiplog.resources.openapi;

import io.shiplog.resources.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Path items in the form of OpenAPI v3. */
final class PathsV3 {
    private PathsV3() {}

    /** Operations grouped by their path, as path items. */
    static Map<String, ObjectNode> items(List<ApiOperation> operations) {
        Map<String, ObjectNode> items = new LinkedHashMap<>();
        for (ApiOperation operation : operations) {
            ObjectNode item = items.computeIfAbsent(operation.path(), PathsV3::newItem);
            item.set(operation.method(), describe(operation));
        }
        return items;
    }

    private static ObjectNode newItem(String path) {
        ObjectNode item = Json.object();
        ArrayNode parameters = item.putArray("parameters");
        PathParameters.of(path).forEach((name, text) -> {
            ObjectNode parameter = parameters
                    .addObject()
                    .put("name", name)
                    .put("in", "path")
                    .put("description", text)
                    .put("required", true);
            parameter.putObject("schema").put("type", "string").put("uniqueItems", true);
        });
        query(QueryParameter.PRETTY, parameters);
        return item;
    }

    private static ObjectNode describe(ApiOperation operation) {
        ObjectNode node = Json.object();
        node.putArray("tags").add(operation.tag());
        node.put("description", operation.description()).put("operationId", operation.id());
        ArrayNode parameters = node.putArray("parameters");
        operation.query().forEach(parameter -> query(parameter, parameters));
        if (!operation.body().isEmpty()) {
            ObjectNode body = node.putObject("requestBody");
            if (operation.bodyRequired()) {
                body.put("required", true);
            }
            ObjectNode content = body.putObject("content");
            MediaTypes.consumed(operation)
                    .forEach(type ->
                            reference(operation.body(), content.putObject(type).putObject("schema")));
        }
        ObjectNode responses = node.putObject("responses");
        for (int code : operation.codes()) {
            ObjectNode response =
                    responses.putObject(Integer.toString(code)).put("description", MediaTypes.meaning(code));
            ObjectNode content = response.putObject("content");
            for (String type : MediaTypes.produced(operation)) {
                ObjectNode schema = content.putObject(type).putObject("schema");
                if (operation.answer().isEmpty()) {
                    schema.put("type", "string");
                } else {
                    reference(operation.answer(), schema);
                }
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
                .putObject("schema")
                .put("type", parameter.type())
                .put("uniqueItems", true);
    }

    private static void reference(String definition, ObjectNode into) {
        into.put("$ref", DefinitionsV3.PREFIX + definition);
    }
}
