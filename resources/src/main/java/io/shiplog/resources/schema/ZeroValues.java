package io.shiplog.resources.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Which members say nothing: a typed server leaves out {@code false}, {@code 0}, {@code ""} and empty lists and maps
 * when it writes an object, unless the member is required, or its type tells such a value from absence. The latter are
 * in the table {@code zeros.tsv} beside this class, for the schema does not tell them. Kinds of other projects keep
 * what they have.
 */
final class ZeroValues {
    private static final String PREFIX = "io.k8s.";
    private static final Set<String> KNOWN_PACKAGES = Set.of("io.k8s.api.", "io.k8s.apimachinery.pkg.apis.meta.v1.");
    private static final Map<String, Set<String>> MEANINGFUL = read();

    private ZeroValues() {}

    /** Whether {@code value}, the member {@code name} of an object of schema {@code parent}, says nothing. */
    static boolean saysNothing(JsonNode value, Schema schema, Schema parent, String name) {
        return isZero(value, schema)
                && KNOWN_PACKAGES.stream().anyMatch(parent.name()::startsWith)
                && !parent.required().contains(name)
                && !MEANINGFUL.getOrDefault(parent.name(), Set.of()).contains(name);
    }

    private static boolean isZero(JsonNode value, Schema schema) {
        return switch (schema.type()) {
            case STRING -> value.isString() && value.stringValue().isEmpty();
            case BOOLEAN -> value.isBoolean() && !value.booleanValue();
            case INTEGER, NUMBER -> value.isNumber() && value.asDouble() == 0;
            case INT_OR_STRING ->
                value.isNumber() && value.asDouble() == 0
                        || value.isString() && value.asString().isEmpty();
            case ARRAY -> value.isArray() && value.isEmpty();
            case OBJECT -> schema.isMap() && schema.properties().isEmpty() && value.isObject() && value.isEmpty();
            case QUANTITY, ANY -> false;
        };
    }

    private static Map<String, Set<String>> read() {
        try (InputStream in = ZeroValues.class.getResourceAsStream("zeros.tsv")) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: zeros.tsv");
            }
            Map<String, Set<String>> table = new HashMap<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(cells -> table.put(PREFIX + cells[0], Set.of(cells[1].split(",", -1))));
            return Map.copyOf(table);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
