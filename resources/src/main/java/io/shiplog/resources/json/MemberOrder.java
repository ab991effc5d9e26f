package io.shiplog.resources.json;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The order in which stored objects name their members: equal objects are equal bytes. */
public final class MemberOrder {
    private static final List<String> HEAD = List.of("kind", "apiVersion", "metadata", "spec");
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

    /**
     * Kind, apiVersion, metadata, spec, everything else in its own order, status; without the resourceVersion, which is
     * the journal's to give. The members are shared with {@code object}, which does not change.
     */
    public static ObjectNode canonical(ObjectNode object) {
        ObjectNode ordered = JsonNodeFactory.instance.objectNode();
        HEAD.forEach(name -> move(name, object, ordered));
        if (ordered.get("metadata") instanceof ObjectNode metadata) {
            ordered.set("metadata", metadata(metadata));
        }
        JsonNode status = object.get("status");
        object.properties().forEach(member -> {
            if (!member.getKey().equals("status")) {
                ordered.putIfAbsent(member.getKey(), member.getValue());
            }
        });
        if (status != null) {
            ordered.set("status", status);
        }
        return ordered;
    }

    private static ObjectNode metadata(ObjectNode members) {
        ObjectNode ordered = JsonNodeFactory.instance.objectNode();
        METADATA.forEach(name -> move(name, members, ordered));
        members.properties().forEach(member -> {
            if (!member.getKey().equals("resourceVersion")) {
                ordered.putIfAbsent(member.getKey(), member.getValue());
            }
        });
        return ordered;
    }

    private static void move(String name, ObjectNode from, ObjectNode to) {
        JsonNode value = from.get(name);
        if (value != null) {
            to.set(name, value);
        }
    }
}
