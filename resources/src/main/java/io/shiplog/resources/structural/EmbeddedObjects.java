package io.shiplog.resources.structural;

import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.SchemaCheck;
import io.shiplog.resources.schema.SchemaPruning;
import io.shiplog.resources.schema.SchemaReport;
import io.shiplog.resources.schema.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whole objects inside of an object: their metadata is what every object's is (apiextensions' {@code objectmeta}). */
final class EmbeddedObjects {
    private static final Schema METADATA =
            Schemas.KUBERNETES.ofDefinition("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");

    private final TreeSet<String> unknown = new TreeSet<>();
    private final List<String> problems;

    private EmbeddedObjects(List<String> problems) {
        this.problems = problems;
    }

    /**
     * Takes away, in place, what metadata of embedded objects cannot have.
     *
     * @param problems gets what is of a wrong type
     * @return the paths of what went, sorted
     */
    static List<String> coerce(ObjectNode object, StructuralSchema schema, List<String> problems) {
        EmbeddedObjects walk = new EmbeddedObjects(problems);
        walk.value(object, schema, "", false);
        return new ArrayList<>(walk.unknown);
    }

    private void value(JsonNode value, @Nullable StructuralSchema schema, String path, boolean whole) {
        if (schema == null) {
            return;
        }
        switch (value) {
            case ObjectNode object -> {
                if (whole) {
                    itself(object, path);
                }
                object.properties().forEach(member -> {
                    StructuralSchema of = schema.member(member.getKey());
                    String at = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                    value(member.getValue(), of, at, of != null && of.embedded());
                });
            }
            case ArrayNode array -> {
                StructuralSchema items = schema.items();
                for (int i = 0; i < array.size(); i++) {
                    value(array.get(i), items, path + "[" + i + "]", items != null && items.embedded());
                }
            }
            default -> {}
        }
    }

    private void itself(ObjectNode object, String path) {
        for (String member : List.of("apiVersion", "kind")) {
            JsonNode value = object.get(member);
            if (value != null && !value.isString()) {
                problems.add(path + "." + member + ": Invalid value: " + value + ": must be a string");
            }
        }
        if (object.get("metadata") instanceof ObjectNode metadata) {
            SchemaReport report = SchemaCheck.check(metadata, METADATA);
            report.unknownFields().forEach(field -> unknown.add(path + ".metadata." + field));
            problems.addAll(report.decodeErrors());
            if (report.decodeErrors().isEmpty()) {
                SchemaPruning.prune(metadata, METADATA);
            }
        }
    }
}
