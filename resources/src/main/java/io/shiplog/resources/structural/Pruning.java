package io.shiplog.resources.structural;

import io.shiplog.resources.json.JsonPath;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes away what a schema does not name (apiextensions' {@code pruning.PruneWithOptions}, v1.34). Owned by the thread
 * that walks.
 */
final class Pruning {
    static final Set<String> OBJECTS_OWN = Set.of("apiVersion", "kind", "metadata");

    private final JsonPath path = new JsonPath();
    private final TreeSet<String> pruned = new TreeSet<>();

    private Pruning() {}

    /** Prunes a whole object in place, whose own members stay; gives the paths of what went, sorted. */
    static Set<String> ofObject(ObjectNode object, StructuralSchema schema) {
        Pruning pruning = new Pruning();
        pruning.members(object, schema, true, schema.preservesUnknown());
        return pruning.pruned;
    }

    /** Prunes a value that is no object of its own. */
    static Set<String> ofValue(JsonNode value, StructuralSchema schema) {
        Pruning pruning = new Pruning();
        pruning.value(value, schema, schema.preservesUnknown());
        return pruning.pruned;
    }

    /** @param keeps whether the schema that leads here keeps what is not named */
    private void value(JsonNode value, @Nullable StructuralSchema schema, boolean keeps) {
        switch (value) {
            case ObjectNode object -> members(object, schema, schema != null && schema.embedded(), keeps);
            case ArrayNode array -> {
                StructuralSchema items = schema == null ? null : schema.items();
                for (int i = 0; i < array.size(); i++) {
                    path.enter(i);
                    // Below a list that keeps everything, everything is kept.
                    boolean kept = keeps || items != null && items.preservesUnknown();
                    if (!kept || items != null) {
                        value(array.get(i), items, kept);
                    }
                    path.leave();
                }
            }
            default -> {}
        }
    }

    private void members(ObjectNode object, @Nullable StructuralSchema schema, boolean whole, boolean keeps) {
        var members = object.properties().iterator();
        while (members.hasNext()) {
            var member = members.next();
            String name = member.getKey();
            if (whole && OBJECTS_OWN.contains(name)) {
                continue;
            }
            path.enter(name);
            StructuralSchema named = schema == null ? null : schema.properties().get(name);
            if (named != null) {
                value(member.getValue(), named, named.preservesUnknown());
            } else if (schema != null && schema.additional() != null) {
                StructuralSchema of = schema.additional().schema();
                value(member.getValue(), of, of != null && of.preservesUnknown());
            } else if (!keeps) {
                pruned.add(path.toString());
                members.remove();
            }
            path.leave();
        }
    }
}
