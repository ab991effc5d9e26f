package io.shiplog.resources.structural;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.SchemaCheck;
import io.shiplog.resources.schema.SchemaPruning;
import io.shiplog.resources.schema.SchemaReport;
import io.shiplog.resources.schema.Schemas;
import io.shiplog.resources.validation.MetadataRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    /** Reports what is wrong with embedded objects. */
    static void validate(Field field, StructuralSchema schema) {
        if (field.value().isObject()) {
            if (schema.embedded()) {
                embedded(field);
            }
            field.value().propertyNames().forEach(name -> {
                StructuralSchema of = schema.member(name);
                if (of != null) {
                    validate(schema.properties().containsKey(name) ? field.at(name) : field.key(name), of);
                }
            });
        } else if (schema.items() != null) {
            StructuralSchema items = schema.items();
            field.items().forEach(item -> validate(item, items));
        }
    }

    private static void embedded(Field object) {
        for (String member : List.of("apiVersion", "kind")) {
            Field field = object.at(member);
            if (field.absent()) {
                field.required("");
            } else if (field.blank()) {
                field.invalid("must not be empty");
            }
        }
        String kind = object.at("kind").text();
        List<String> problems = Names.dns1035Label(kind.toLowerCase(Locale.ROOT));
        if (!kind.isEmpty() && !problems.isEmpty()) {
            object.at("kind").invalid("may have mixed case, but should otherwise match: " + String.join(",", problems));
        }
        Field metadata = object.at("metadata");
        if (!metadata.at("namespace").blank()) {
            metadata.at("namespace")
                    .invalid(Names.dns1123Label(metadata.at("namespace").text()));
        }
        MetadataRules.labels(metadata.at("labels"));
    }
}
