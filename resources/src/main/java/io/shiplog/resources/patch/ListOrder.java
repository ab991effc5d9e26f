package io.shiplog.resources.patch;

import io.shiplog.resources.json.GoText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The order of a merged list. Items that the patch names keep the patch's order, the server's other items keep theirs,
 * and each of the latter stands before the first patch item that followed it on the server.
 */
final class ListOrder {
    private ListOrder() {}

    /** Carries out every {@code $setElementOrder/list} of the patch, and removes it and the list's own change. */
    static void applySetElementOrder(ObjectNode original, ObjectNode patch, Hints hints) {
        for (String key : new ArrayList<>(patch.propertyNames())) {
            String name = Directives.nameAfter(Directives.SET_ELEMENT_ORDER, key);
            if (name != null) {
                applyTo(original, patch, name, patch.remove(key), hints.member(name));
            }
        }
    }

    private static void applyTo(ObjectNode original, ObjectNode patch, String name, JsonNode directive, Hints list) {
        if (!(directive instanceof ArrayNode order)) {
            throw PatchException.malformed("invalid patch format of setElementOrder list");
        }
        String mergeKey = list.mergeKey();
        JsonNode change = patch.get(name);
        JsonNode present = original.get(name);
        if (change instanceof ArrayNode items) {
            checkAgainst(order, items, mergeKey);
        }
        ArrayNode merged;
        if (present instanceof ArrayNode server && change instanceof ArrayNode items) {
            merged = StrategicMerge.mergeLists(server.deepCopy(), items, list);
        } else if (present instanceof ArrayNode server && change == null) {
            merged = server;
        } else if (present == null && change instanceof ArrayNode items) {
            merged = Directives.removeFrom(items);
        } else {
            return;
        }
        ArrayNode server = present instanceof ArrayNode array ? array : original.arrayNode();
        original.set(name, ordered(merged, order, server, mergeKey));
        patch.remove(name);
    }

    /** Upstream refuses a patch whose list stands in another order than its directive says. */
    private static void checkAgainst(ArrayNode order, ArrayNode items, String mergeKey) {
        Map<String, Integer> positions = positions(order, mergeKey);
        int last = -1;
        for (JsonNode item : items) {
            if (item.has(Directives.PATCH)) {
                continue;
            }
            Integer position = positions.get(identity(item, mergeKey));
            if (position == null || position < last) {
                throw PatchException.malformed("The order in patch list:\n" + GoText.of(items) + "\n doesn't match "
                        + Directives.SET_ELEMENT_ORDER + " list:\n" + GoText.of(order) + "\n");
            }
            last = position;
        }
    }

    /** The items of {@code merged}, ordered by the patch's order and the server's as this type says. */
    static ArrayNode ordered(ArrayNode merged, ArrayNode patchOrder, ArrayNode serverOrder, String mergeKey) {
        Map<String, Integer> inPatch = positions(patchOrder, mergeKey);
        Map<String, Integer> onServer = positions(serverOrder, mergeKey);
        List<JsonNode> patchItems = new ArrayList<>();
        List<JsonNode> serverItems = new ArrayList<>();
        merged.forEach(item -> (inPatch.containsKey(identity(item, mergeKey)) ? patchItems : serverItems).add(item));
        patchItems.sort(Comparator.comparing(item -> inPatch.getOrDefault(identity(item, mergeKey), 0)));
        List<JsonNode> result = new ArrayList<>();
        int next = 0;
        for (JsonNode patchItem : patchItems) {
            Integer patchPosition = onServer.get(identity(patchItem, mergeKey));
            while (patchPosition != null
                    && next < serverItems.size()
                    && onServer.getOrDefault(identity(serverItems.get(next), mergeKey), Integer.MAX_VALUE)
                            < patchPosition) {
                result.add(serverItems.get(next++));
            }
            result.add(patchItem);
        }
        result.addAll(serverItems.subList(next, serverItems.size()));
        return StrategicMerge.array(result);
    }

    private static Map<String, Integer> positions(ArrayNode list, String mergeKey) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            positions.putIfAbsent(identity(list.get(i), mergeKey), i);
        }
        return positions;
    }

    private static String identity(JsonNode item, String mergeKey) {
        return item.isObject() ? StrategicMerge.keyOf(item, mergeKey) : item.asString("");
    }
}
