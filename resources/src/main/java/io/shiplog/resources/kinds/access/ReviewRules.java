package io.shiplog.resources.kinds.access;

import io.shiplog.resources.Field;
import io.shiplog.resources.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of the reviews that ask whether somebody may do something (authorization/validation, v1.34). */
public final class ReviewRules {
    private ReviewRules() {}

    public static void selfAccess(Field root) {
        asked(root.at("spec"));
        bare(root, "must be empty");
    }

    public static void access(Field root) {
        asked(root.at("spec"));
        somebody(root.at("spec"));
        bare(root, "must be empty");
    }

    /** @param namespace of the URL */
    public static void localAccess(Field root, String namespace) {
        Field spec = root.at("spec");
        asked(spec);
        somebody(spec);
        bare(root, "must be empty except for namespace");
        Field where = spec.at("resourceAttributes").at("namespace");
        if (spec.has("resourceAttributes") && !where.text().equals(namespace)) {
            where.invalid(where.text(), "must match metadata.namespace");
        }
        if (spec.has("nonResourceAttributes")) {
            spec.at("nonResourceAttributes").invalid("disallowed on this kind of request");
        }
    }

    private static void asked(Field spec) {
        boolean resource = spec.has("resourceAttributes");
        boolean path = spec.has("nonResourceAttributes");
        if (resource && path) {
            spec.at("nonResourceAttributes").invalid("cannot be specified in combination with resourceAttributes");
        }
        if (!resource && !path) {
            spec.at("resourceAttributes")
                    .invalid(null, "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
    }

    private static void somebody(Field spec) {
        if (spec.at("user").blank() && spec.at("groups").size() == 0) {
            spec.at("user").invalid("", "at least one of user or group must be specified");
        }
    }

    private static void bare(Field root, String detail) {
        JsonNode metadata = root.at("metadata").value();
        ObjectNode rest = metadata instanceof ObjectNode given ? given.deepCopy() : Json.object();
        rest.remove("namespace");
        rest.remove("managedFields");
        rest.properties()
                .removeIf(member -> member.getValue().isNull()
                        || member.getValue().isEmpty() && member.getValue().isContainer());
        if (!rest.isEmpty()) {
            root.at("metadata").invalid(detail);
        }
    }
}
