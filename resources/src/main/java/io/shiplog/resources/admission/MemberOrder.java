package io.shiplog.resources.admission;

import io.shiplog.resources.kind.Kind;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The order in which stored objects name their members: equal objects are equal bytes. */
final class MemberOrder {
    private static final List<String> METADATA = List.of(
            "name",
            "generateName",
            "namespace",
            "uid",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "labels",
            "annotations",
            "ownerReferences",
            "finalizers");

    private MemberOrder() {}

    /** Kind, apiVersion, metadata, spec, everything else in its own order, status. */
    static ObjectNode canonical(Kind kind, ObjectNode object) {
        ObjectNode ordered = JsonNodeFactory.instance.objectNode();
        ordered.put("kind", kind.kind());
        ordered.put("apiVersion", kind.groupVersion());
        JsonNode metadata = object.path("metadata");
        ordered.set("metadata", metadata instanceof ObjectNode members ? first(METADATA, members) : metadata);
        move("spec", object, ordered);
        JsonNode status = object.get("status");
        object.properties().forEach(member -> {
            if (!ordered.has(member.getKey()) && !member.getKey().equals("status")) {
                ordered.set(member.getKey(), member.getValue());
            }
        });
        if (status != null) {
            ordered.set("status", status);
        }
        return ordered;
    }

    private static ObjectNode first(List<String> names, ObjectNode members) {
        ObjectNode ordered = JsonNodeFactory.instance.objectNode();
        names.forEach(name -> move(name, members, ordered));
        members.properties().forEach(member -> ordered.putIfAbsent(member.getKey(), member.getValue()));
        return ordered;
    }

    private static void move(String name, ObjectNode from, ObjectNode to) {
        JsonNode value = from.get(name);
        if (value != null) {
            to.set(name, value);
        }
    }
}
