package io.shiplog.resources.validation;

import io.shiplog.resources.Field;
import io.shiplog.resources.json.JsonEquality;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the rules about changes say in the same words: a field of the new object, and what it was. */
public final class Changes {
    private static final String IMMUTABLE = "field is immutable";
    private static final String FROZEN = "field is immutable when `immutable` is set";

    private Changes() {}

    /** Reports when the field is another than it was. */
    public static void unchanged(Field field, JsonNode old) {
        if (!same(field.value(), old)) {
            field.invalid(IMMUTABLE);
        }
    }

    /** As {@link #unchanged}, in other words. */
    public static void forbidden(Field field, JsonNode old, String detail) {
        if (!same(field.value(), old)) {
            field.forbidden(detail);
        }
    }

    /** Reports changes of these members once the object has said that it is immutable. */
    public static void frozen(Field root, ObjectNode old, List<String> members) {
        if (!old.path("immutable").asBoolean(false)) {
            return;
        }
        if (!root.at("immutable").isTrue()) {
            root.at("immutable").forbidden(FROZEN);
        }
        members.forEach(member -> forbidden(root.at(member), old.path(member), FROZEN));
    }

    /** Equal, where absent, null and empty are the same, and numbers are compared by value. */
    public static boolean same(JsonNode one, JsonNode other) {
        return JsonEquality.equal(one, other) || isNothing(one) && isNothing(other);
    }

    private static boolean isNothing(JsonNode value) {
        return JsonEquality.equal(value, null)
                || value.isString() && value.stringValue().isEmpty();
    }
}
