package io.shiplog.resources.kinds.definition;

import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What one version of a definition has to obey. */
final class VersionRules {
    private static final int MAX_SELECTABLE = 8;
    private static final int MAX_WARNING = 256;
    private static final List<String> TYPES = List.of("boolean", "date", "integer", "number", "string");
    private static final List<String> FORMATS =
            List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");
    private static final Set<String> SELECTABLE = Set.of("string", "boolean", "integer");

    private VersionRules() {}

    static void deprecation(Field version) {
        Field warning = version.at("deprecationWarning");
        if (warning.absent()) {
            return;
        }
        if (!version.at("deprecated").isTrue()) {
            warning.invalid("can only be set for deprecated versions");
            return;
        }
        if (warning.text().length() > MAX_WARNING) {
            warning.invalid("must be <= 256 characters long");
        }
        if (warning.blank()) {
            warning.invalid("must not be an empty string");
        }
        int control = (int) warning.text()
                .chars()
                .takeWhile(c -> !Character.isISOControl(c))
                .count();
        if (control < warning.text().length()) {
            warning.invalid(
                    "must only contain printable UTF-8 characters; non-printable character found at index " + control);
        }
    }

    /** @param validation where the schema stands, or stood */
    static void schema(Field version, Field validation) {
        Field schema = validation.at("openAPIV3Schema");
        if (schema.present()) {
            DefinitionSchemaRules.check(
                    schema, version.at("subresources", "status").present());
        }
    }

    static void subresources(Field subresources) {
        Field scale = subresources.at("scale");
        if (scale.absent()) {
            return;
        }
        path(scale, "specReplicasPath", true, "should be a json path under .spec", ".spec.");
        path(scale, "statusReplicasPath", true, "should be a json path under .status", ".status.");
        path(
                scale,
                "labelSelectorPath",
                false,
                "should be a json path under either .spec or .status",
                ".spec.",
                ".status.");
    }

    private static void path(Field scale, String member, boolean needed, String where, String... under) {
        Field path = scale.at(member);
        if (path.blank()) {
            if (needed) {
                path.required("");
            }
        } else if (!simplePath(path) && List.of(under).stream().noneMatch(path.text()::startsWith)) {
            path.invalid(where);
        }
    }

    /** Reports a path that does not begin as one; whether it has. */
    private static boolean simplePath(Field path) {
        if (path.text().startsWith(".")) {
            return false;
        }
        path.invalid("must be a simple json path starting with .");
        return true;
    }

    static void column(Field column) {
        if (column.at("name").blank()) {
            column.at("name").required("");
        }
        Field type = column.at("type");
        if (type.blank()) {
            type.required("must be one of " + String.join(",", TYPES));
        } else if (!TYPES.contains(type.text())) {
            type.invalid("must be one of " + String.join(",", TYPES));
        }
        Field format = column.at("format");
        if (!format.blank() && !FORMATS.contains(format.text())) {
            format.invalid("must be one of " + String.join(",", FORMATS));
        }
        Field path = column.at("jsonPath").shownAs(column.path() + ".JSONPath");
        if (path.blank()) {
            path.required("");
        } else {
            simplePath(path);
        }
    }

    static void selectable(Field version, Field fields) {
        Set<String> seen = new HashSet<>();
        for (Field field : fields.items()) {
            Field path = field.at("jsonPath");
            if (path.blank()) {
                path.required("");
                continue;
            }
            JsonNode schema = version.at("schema", "openAPIV3Schema").value();
            String[] steps = path.text().split("\\.", -1);
            for (int i = 1; i < steps.length; i++) {
                schema = schema.path("properties").path(steps[i]);
            }
            if (!path.text().startsWith(".") || schema.isMissingNode()) {
                path.invalid("is an invalid path: does not refer to a valid field");
                continue;
            }
            if (path.text().startsWith(".metadata")) {
                path.invalid("must not point to fields in metadata");
            }
            if (!SELECTABLE.contains(schema.path("type").asString(""))) {
                path.invalid("must point to a field of type string, boolean or integer. Enum string fields and strings"
                        + " with formats are allowed.");
            }
            if (!seen.add(path.text())) {
                path.duplicate();
            }
        }
        if (seen.size() > MAX_SELECTABLE) {
            fields.report(FieldError.tooMany(fields.path(), seen.size(), MAX_SELECTABLE));
        }
    }
}
