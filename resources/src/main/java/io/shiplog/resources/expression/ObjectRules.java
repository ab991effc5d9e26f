package io.shiplog.resources.expression;

import io.shiplog.resources.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rules of a schema, ready to be run on its objects. Immutable. */
@FunctionalInterface
public interface ObjectRules {
    /** No rules. */
    ObjectRules NONE = (object, old) -> List.of();

    /**
     * What an object does not obey.
     *
     * @param old what it replaces, null for nothing
     */
    List<FieldError> check(JsonNode object, @Nullable JsonNode old);
}
