package io.shiplog.resources.kinds.custom;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.structural.StructuralSchema;
import io.shiplog.resources.validation.MetadataRules;
import java.util.List;
import java.util.Locale;

/** What whole objects inside of an object have to obey: what every object has. */
final class EmbeddedRules {
    private EmbeddedRules() {}

    /** Reports what is wrong with embedded objects. */
    static void check(Field field, StructuralSchema schema) {
        if (field.value().isObject()) {
            if (schema.embedded()) {
                embedded(field);
            }
            field.value().propertyNames().forEach(name -> {
                StructuralSchema of = schema.member(name);
                if (of != null) {
                    check(schema.properties().containsKey(name) ? field.at(name) : field.key(name), of);
                }
            });
        } else if (schema.items() != null) {
            StructuralSchema items = schema.items();
            field.items().forEach(item -> check(item, items));
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
