package io.shiplog.resources.kinds.custom;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.JsonPathQuery;
import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.Column;
import io.shiplog.resources.table.HumanDuration;
import io.shiplog.resources.table.TableSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** The columns that a definition names (apiextensions' {@code tableconvertor}, v1.34); with none, the age alone. */
final class CustomColumns {
    private CustomColumns() {}

    static TableSpec of(JsonNode columns) {
        TableSpec table = TableSpec.named();
        if (columns.isEmpty()) {
            return table.add(
                    new Column("Age", "date", "", "Time at which the object was created", 0),
                    cell("date", ".metadata.creationTimestamp"));
        }
        for (JsonNode column : columns) {
            String path = column.path("jsonPath").asString("");
            String type = column.path("type").asString("");
            String description = column.path("description").asString("");
            table.add(
                    new Column(
                            column.path("name").asString(""),
                            type,
                            column.path("format").asString(""),
                            description.isEmpty()
                                    ? "Custom resource definition column (in JSONPath format): " + path
                                    : description,
                            column.path("priority").asInt(0)),
                    cell(type, path));
        }
        return table.showingAll();
    }

    private static Cell cell(String type, String path) {
        JsonPathQuery query = JsonPathQuery.parse(path);
        return (object, now) -> {
            JsonNode value = query.first(object);
            return value.isMissingNode() ? NullNode.getInstance() : shown(type, value, now);
        };
    }

    private static JsonNode shown(String type, JsonNode value, Instant now) {
        return switch (type) {
            case "string" -> StringNode.valueOf(text(value));
            case "integer" -> value.isNumber() ? whole(value) : NullNode.getInstance();
            case "number" -> value.isNumber() ? number(value) : NullNode.getInstance();
            case "boolean" -> value.isBoolean() ? value : NullNode.getInstance();
            case "date" -> value.isString() ? since(value.stringValue(), now) : NullNode.getInstance();
            default -> NullNode.getInstance();
        };
    }

    private static JsonNode whole(JsonNode value) {
        return LongNode.valueOf(value.isFloatingPointNumber() ? (long) value.doubleValue() : value.asLong(0));
    }

    private static JsonNode number(JsonNode value) {
        return value.isIntegralNumber() ? value : DoubleNode.valueOf(value.doubleValue());
    }

    private static String text(JsonNode value) {
        return value.isContainer() ? Json.text(value) : value.isNull() ? "<nil>" : value.asString("");
    }

    private static JsonNode since(String time, Instant now) {
        try {
            return StringNode.valueOf(
                    HumanDuration.of(Duration.between(OffsetDateTime.parse(time).toInstant(), now)));
        } catch (DateTimeException noTime) {
            return StringNode.valueOf("<invalid>");
        }
    }
}
