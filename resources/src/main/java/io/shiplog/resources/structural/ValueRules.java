package io.shiplog.resources.structural;

import com.google.re2j.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a value has to obey beside its type. Absent bounds are null. Immutable.
 *
 * @param format a format of strings that is checked, empty for none
 * @param pattern what a string has to contain, null for anything; {@code patternText} is as it was written
 * @param values the closed list of values, empty for none
 * @param required members that must be there
 */
record ValueRules(
        String format,
        @Nullable Double maximum,
        boolean exclusiveMaximum,
        @Nullable Double minimum,
        boolean exclusiveMinimum,
        @Nullable Double multipleOf,
        @Nullable Long maxLength,
        @Nullable Long minLength,
        @Nullable Pattern pattern,
        String patternText,
        @Nullable Long maxItems,
        @Nullable Long minItems,
        @Nullable Long maxProperties,
        @Nullable Long minProperties,
        List<JsonNode> values,
        List<String> required,
        List<StructuralSchema> allOf,
        List<StructuralSchema> oneOf,
        List<StructuralSchema> anyOf,
        @Nullable StructuralSchema not) {
    ValueRules {
        values = List.copyOf(values);
        required = List.copyOf(required);
        allOf = List.copyOf(allOf);
        oneOf = List.copyOf(oneOf);
        anyOf = List.copyOf(anyOf);
    }

    boolean combines() {
        return !allOf.isEmpty() || !oneOf.isEmpty() || !anyOf.isEmpty() || not != null;
    }
}
