package io.shiplog.apiserver.fuzz;

import io.shiplog.resources.schema.Schema;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** JSON that follows a schema in most places, and in some does not. */
final class SchemaValues {
    private static final int DEPTH = 7;

    private final Oddities odd;

    SchemaValues(Oddities odd) {
        this.odd = odd;
    }

    /** An object of a kind, with the name that it is sent for. */
    String object(Schema schema, String metadata) {
        var members = new StringJoiner(",", "{", "}");
        members.add("\"metadata\":" + metadata);
        schema.properties().forEach((name, member) -> {
            boolean known = name.equals("metadata") || name.equals("kind") || name.equals("apiVersion");
            if (!known && (odd.chance(80) || schema.required().contains(name))) {
                members.add("\"" + name + "\":" + value(member, 0));
            }
        });
        return members.toString();
    }

    private String value(Schema schema, int depth) {
        if (odd.chance(4)) {
            return odd.value();
        }
        return switch (schema.type()) {
            case OBJECT ->
                depth > DEPTH
                        ? "{}"
                        : schema.isMap() && schema.properties().isEmpty() ? map(schema, depth) : members(schema, depth);
            case ARRAY -> items(schema, depth);
            case STRING -> "\"" + string(schema) + "\"";
            case BOOLEAN -> odd.chance(50) ? "true" : "false";
            case INTEGER -> odd.chance(60) ? Integer.toString(odd.below(100)) : odd.number();
            case NUMBER -> odd.number();
            case INT_OR_STRING -> odd.chance(50) ? odd.number() : "\"" + odd.text() + "\"";
            case QUANTITY -> odd.chance(50) ? "\"1Gi\"" : odd.chance(50) ? odd.number() : "\"" + odd.text() + "\"";
            case ANY -> odd.value();
        };
    }

    private String members(Schema schema, int depth) {
        var members = new StringJoiner(",", "{", "}");
        for (Map.Entry<String, Schema> member : schema.properties().entrySet()) {
            boolean required = schema.required().contains(member.getKey());
            if (required ? odd.chance(95) : odd.chance(depth < 2 ? 40 : 15)) {
                members.add("\"" + member.getKey() + "\":" + value(member.getValue(), depth + 1));
            }
        }
        if (odd.chance(5)) {
            members.add("\"" + odd.text() + "\":" + odd.value());
        }
        return members.toString();
    }

    private String map(Schema schema, int depth) {
        var entries = new StringJoiner(",", "{", "}");
        Schema values = schema.additionalProperties();
        for (int i = odd.below(3); i > 0; i--) {
            entries.add("\"" + (odd.chance(50) ? "k" + i : odd.text()) + "\":"
                    + (values == null ? odd.value() : value(values, depth + 1)));
        }
        return entries.toString();
    }

    private String items(Schema schema, int depth) {
        var items = new StringJoiner(",", "[", "]");
        Schema item = schema.items();
        for (int i = depth > DEPTH ? 0 : odd.below(3); i > 0; i--) {
            items.add(item == null ? odd.value() : value(item, depth + 1));
        }
        return items.toString();
    }

    private String string(Schema schema) {
        List<String> allowed = schema.enumValues();
        if (!allowed.isEmpty() && odd.chance(80)) {
            return odd.any(allowed);
        }
        return switch (schema.format()) {
            case "date-time" -> odd.chance(70) ? "2020-01-01T00:00:00Z" : odd.text();
            case "byte" -> odd.chance(70) ? Base64.getEncoder().encodeToString(new byte[odd.below(9)]) : odd.text();
            default -> odd.chance(50) ? "n" + odd.below(8) : odd.text();
        };
    }
}
