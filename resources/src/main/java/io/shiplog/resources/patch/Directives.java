package io.shiplog.resources.patch;

import io.shiplog.resources.json.GoText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The members of a strategic merge patch that are instructions and not content. */
final class Directives {
    static final String PATCH = "$patch";
    static final String REPLACE = "replace";
    static final String DELETE = "delete";
    static final String MERGE = "merge";
    static final String RETAIN_KEYS = "$retainKeys";
    static final String DELETE_FROM_PRIMITIVE_LIST = "$deleteFromPrimitiveList";
    static final String SET_ELEMENT_ORDER = "$setElementOrder";

    private Directives() {}

    /** The {@code field} of {@code prefix/field}, or null when the key is no such directive. */
    static @Nullable String nameAfter(String prefix, String key) {
        if (!key.startsWith(prefix)) {
            return null;
        }
        if (!key.startsWith(prefix + "/")) {
            throw PatchException.malformed("expected prefix: " + prefix + "/, actual: " + key);
        }
        return key.substring(prefix.length() + 1);
    }

    /** Carries out and removes {@code $retainKeys}: members of the original that it does not list go away. */
    static void retainKeys(ObjectNode original, ObjectNode patch) {
        JsonNode directive = patch.remove(RETAIN_KEYS);
        if (directive == null) {
            return;
        }
        if (!(directive instanceof ArrayNode list)) {
            throw badRetainKeys();
        }
        Set<String> retained = new HashSet<>();
        list.forEach(name -> retained.add(name.asString("")));
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            boolean content =
                    !member.getKey().startsWith("$") && !member.getValue().isNull();
            if (content && !retained.contains(member.getKey())) {
                throw badRetainKeys();
            }
        }
        original.retain(retained);
    }

    private static PatchException badRetainKeys() {
        return PatchException.malformed("invalid patch format of retainKeys");
    }

    static PatchException unknown(JsonNode directive, JsonNode patch) {
        return PatchException.malformed("unknown patch type: " + GoText.of(directive) + " in map: " + GoText.of(patch));
    }

    /** Content that was not there before: without directives, nulls and the items that only delete. */
    static @Nullable JsonNode removeFromValue(JsonNode value) {
        return switch (value) {
            case ObjectNode map -> {
                String directive = map.path(PATCH).asString("");
                yield directive.equals(DELETE) ? null : removeFrom(map);
            }
            case ArrayNode list -> removeFrom(list);
            default -> value;
        };
    }

    /** Changes and returns the map. */
    static ObjectNode removeFrom(ObjectNode map) {
        for (Map.Entry<String, JsonNode> member : new ArrayList<>(map.properties())) {
            String name = member.getKey();
            JsonNode plain =
                    isDirective(name) || member.getValue().isNull() ? null : removeFromValue(member.getValue());
            if (plain == null) {
                map.remove(name);
            } else {
                map.set(name, plain);
            }
        }
        return map;
    }

    /** A new list without the items that were instructions. */
    static ArrayNode removeFrom(ArrayNode list) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list) {
            boolean instruction = item.path(PATCH).asString("").equals(REPLACE) && item.size() == 1;
            JsonNode plain = instruction ? null : removeFromValue(item);
            if (plain != null) {
                kept.add(plain);
            }
        }
        return kept;
    }

    private static boolean isDirective(String name) {
        return name.equals(PATCH)
                || name.equals(RETAIN_KEYS)
                || name.startsWith(DELETE_FROM_PRIMITIVE_LIST + "/")
                || name.startsWith(SET_ELEMENT_ORDER + "/");
    }
}
