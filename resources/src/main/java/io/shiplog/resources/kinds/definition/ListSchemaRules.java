package io.shiplog.resources.kinds.definition;

import io.shiplog.resources.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a schema that says how lists and maps are merged has to obey. */
final class ListSchemaRules {
    private static final String TYPE = "x-kubernetes-list-type";
    private static final String KEYS = "x-kubernetes-list-map-keys";
    private static final String MAP_TYPE = "x-kubernetes-map-type";

    private ListSchemaRules() {}

    static void check(Field schema) {
        Field mapType = schema.at(MAP_TYPE);
        if (mapType.present()) {
            typed(schema, "object", "must be object if x-kubernetes-map-type is specified");
            oneOf(mapType, List.of("atomic", "granular"));
        }
        Field listType = schema.at(TYPE);
        Field items = schema.at("items");
        if (listType.present()) {
            if (typed(schema, "array", "must be array if x-kubernetes-list-type is specified")
                    && listType.text().equals("set")) {
                setItems(items);
            }
            oneOf(listType, List.of("atomic", "set", "map"));
        }
        if (schema.at(KEYS).size() > 0 && !listType.text().equals("map")) {
            String why = "must be map if x-kubernetes-list-map-keys is non-empty";
            if (listType.absent()) {
                listType.required(why);
            } else {
                listType.invalid(why);
            }
        }
        if (listType.text().equals("map")) {
            keys(schema);
        }
        boolean keyed = listType.text().equals("map") || listType.text().equals("set");
        if (keyed && items.at("nullable").isTrue()) {
            items.at("nullable").forbidden("cannot be nullable when x-kubernetes-list-type is " + listType.text());
        }
        if (listType.text().equals("map")) {
            keysAreThere(schema);
        }
    }

    /** Whether the schema is of a type; reports when it is not. */
    private static boolean typed(Field schema, String type, String why) {
        Field found = schema.at("type");
        if (found.text().equals(type)) {
            return true;
        }
        if (found.blank()) {
            found.required(why);
        } else {
            found.invalid(why);
        }
        return false;
    }

    private static void oneOf(Field field, List<String> values) {
        if (!values.contains(field.text())) {
            field.notSupported(values);
        }
    }

    private static void setItems(Field items) {
        String why = "must be atomic as item of a list with x-kubernetes-list-type=set";
        if (items.at("type").text().equals("array")
                && items.at(TYPE).present()
                && !items.at(TYPE).text().equals("atomic")) {
            items.at(TYPE).invalid(why);
        }
        if (items.at("type").text().equals("object")
                && !items.at(MAP_TYPE).text().equals("atomic")) {
            items.at(MAP_TYPE).invalid(null, why);
        }
    }

    private static void keys(Field schema) {
        Field keys = schema.at(KEYS);
        Field items = schema.at("items");
        if (keys.size() == 0) {
            keys.required("must not be empty if x-kubernetes-list-type is map");
        }
        if (items.absent()) {
            items.required("must have a schema if x-kubernetes-list-type is map");
            return;
        }
        if (!items.at("type").text().equals("object")) {
            items.at("type")
                    .invalid(items.at("type").text(), "must be object if parent array's x-kubernetes-list-type is map");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (Field key : keys.items()) {
            Field property = items.at("properties").key(key.text());
            if (property.absent()) {
                keys.invalid("entries must all be names of item properties");
            } else if (Set.of("array", "object").contains(property.at("type").text())) {
                property.at("type")
                        .invalid("object", "must be a scalar type if parent array's x-kubernetes-list-type is map");
            }
            if (!seen.add(key.text())) {
                keys.invalid("must not contain duplicate entries");
            }
        }
    }

    private static void keysAreThere(Field schema) {
        Field items = schema.at("items");
        Set<String> required = new HashSet<>();
        items.at("required").items().forEach(name -> required.add(name.text()));
        for (Field key : schema.at(KEYS).items()) {
            Field property = items.at("properties").key(key.text());
            if (property.absent()) {
                continue;
            }
            if (!required.contains(key.text()) && !property.has("default")) {
                property.at("default")
                        .required("this property is in x-kubernetes-list-map-keys, so it must have a default or be a"
                                + " required property");
            }
            if (property.at("nullable").isTrue()) {
                property.at("nullable")
                        .forbidden("this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
            }
        }
    }
}
