package io.shiplog.resources.expression;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.schema.Schema;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The schema of a built-in kind as an OpenAPI document without references; what contains itself is left out inside. */
public final class SchemaDocument {
    private final Set<String> around = new HashSet<>();

    private SchemaDocument() {}

    public static ObjectNode of(Schema schema) {
        return new SchemaDocument().document(schema);
    }

    private ObjectNode document(Schema schema) {
        ObjectNode document = Json.object();
        switch (schema.type()) {
            case OBJECT -> object(schema, document);
            case ARRAY -> {
                document.put("type", "array");
                Schema items = schema.items();
                if (items != null) {
                    document.set("items", document(items));
                }
            }
            case STRING -> document.put("type", "string").put("format", schema.format());
            case QUANTITY -> document.put("type", "string");
            case INTEGER -> document.put("type", "integer");
            case NUMBER -> document.put("type", "number");
            case BOOLEAN -> document.put("type", "boolean");
            case INT_OR_STRING -> document.put("x-kubernetes-int-or-string", true);
            case ANY -> document.put("x-kubernetes-preserve-unknown-fields", true);
        }
        return document;
    }

    private void object(Schema schema, ObjectNode document) {
        String name = schema.name();
        if (!name.isEmpty() && !around.add(name)) {
            return;
        }
        document.put("type", "object");
        Schema values = schema.additionalProperties();
        if (values != null && schema.isMap()) {
            document.set("additionalProperties", document(values));
        } else {
            ObjectNode properties = document.putObject("properties");
            schema.properties().forEach((member, of) -> properties.set(member, document(of)));
        }
        around.remove(name);
    }
}
