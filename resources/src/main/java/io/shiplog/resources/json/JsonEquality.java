package io.shiplog.resources.json;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Equality as upstream's Semantic.DeepEqual sees objects: numbers by value, and absent, null, empty lists and empty
 * maps all the same.
 */
public final class JsonEquality {
    private JsonEquality() {}

    public static boolean equal(@Nullable JsonNode left, @Nullable JsonNode right) {
        if (left == null || right == null || isNothing(left) || isNothing(right)) {
            return (left == null || isNothing(left)) && (right == null || isNothing(right));
        }
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue()) == 0;
        }
        if (left.isArray() && right.isArray()) {
            return equalItems(left, right);
        }
        return left.isObject() && right.isObject() ? equalMembers(left, right) : left.equals(right);
    }

    private static boolean isNothing(JsonNode node) {
        return node.isNull() || node.isMissingNode() || node.isContainer() && node.isEmpty();
    }

    private static boolean equalItems(JsonNode left, JsonNode right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!equal(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMembers(JsonNode left, JsonNode right) {
        Set<String> names = new HashSet<>(left.propertyNames());
        names.addAll(right.propertyNames());
        return names.stream().allMatch(name -> equal(left.get(name), right.get(name)));
    }
}
