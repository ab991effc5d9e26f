package io.shiplog.resources.json;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Orders of members: that in which stored objects name theirs, so that equal objects are equal bytes, and by name. */
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

    /** A tree whose members are in the order of their names, as Go prints maps; {@code node} does not change. */
    public static JsonNode byName(JsonNode node) {
        return byName(node, (_, _) -> true);
    }

    /**
     * The same without some members.
     *
     * @param keep asked for each member's name and its value, which is in order already
     */
    public static JsonNode byName(JsonNode node, BiPredicate<String, JsonNode> keep) {
        return switch (node) {
            case ObjectNode object -> {
                Map<String, JsonNode> members = new TreeMap<>();
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    JsonNode value = byName(member.getValue(), keep);
                    if (keep.test(member.getKey(), value)) {
                        members.put(member.getKey(), value);
                    }
                }
                yield new ObjectNode(JsonNodeFactory.instance, members);
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> copy.add(byName(element, keep)));
                yield copy;
            }
            default -> node;
        };
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
