package io.shiplog.resources.expression;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The path of a field within a schema, as rules name the field that they blame: {@code .spec['a.b']}. */
public final class SchemaPath {
    private final String text;
    private int at;

    private SchemaPath(String text) {
        this.text = text;
    }

    /** A path as causes show it, empty when a schema has no such field. */
    public static Optional<String> of(String text, JsonNode schema) {
        return new SchemaPath(text).read(schema);
    }

    private Optional<String> read(JsonNode root) {
        StringBuilder path = new StringBuilder();
        JsonNode schema = root;
        while (at < text.length()) {
            Optional<String> name =
                    text.charAt(at) == '.' ? plain() : text.charAt(at) == '[' ? quoted() : Optional.empty();
            if (name.isEmpty()) {
                return name;
            }
            if (schema.has("properties")) {
                schema = schema.path("properties").path(name.get());
                path.append(path.isEmpty() ? "" : ".").append(name.get());
            } else {
                schema = schema.path("additionalProperties");
                path.append('[').append(name.get()).append(']');
            }
            if (!schema.isObject()) {
                return Optional.empty();
            }
        }
        return Optional.of(path.toString());
    }

    private Optional<String> plain() {
        int from = ++at;
        while (at < text.length() && ".[]".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return from == at ? Optional.empty() : Optional.of(text.substring(from, at));
    }

    private Optional<String> quoted() {
        if (!text.startsWith("['", at)) {
            return Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        at += 2;
        while (at < text.length() && text.charAt(at) != '\'') {
            char c = text.charAt(at++);
            if (c == '\\') {
                int escape = at < text.length() ? "abfnrtv'\\".indexOf(text.charAt(at++)) : -1;
                if (escape < 0) {
                    return Optional.empty();
                }
                c = "\u0007\b\f\n\r\t\u000b'\\".charAt(escape);
            }
            name.append(c);
        }
        if (!text.startsWith("']", at)) {
            return Optional.empty();
        }
        at += 2;
        return Optional.of(name.toString());
    }
}
