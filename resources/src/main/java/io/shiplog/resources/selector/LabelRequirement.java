package io.shiplog.resources.selector;

import io.shiplog.resources.names.Names;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One condition on one label; its values are sorted and distinct. */
public record LabelRequirement(String key, Operator operator, List<String> values) {

    /** Throws {@link SelectorException} on a key or value that is no label, or values that do not suit the operator. */
    public LabelRequirement {
        values = List.copyOf(new TreeSet<>(values));
        List<String> keyErrors = Names.qualifiedName(key);
        if (!keyErrors.isEmpty()) {
            // Upstream checks the key with no path at hand, and Go prints that as <nil>.
            throw new SelectorException("<nil>: " + invalid(key, String.join("; ", keyErrors)));
        }
        switch (operator) {
            case IN, NOT_IN ->
                check(!values.isEmpty(), values, "for 'in', 'notin' operators, values set can't be empty");
            case EQUALS, DOUBLE_EQUALS, NOT_EQUALS ->
                check(values.size() == 1, values, "exact-match compatibility requires one single value");
            case EXISTS, DOES_NOT_EXIST ->
                check(values.isEmpty(), values, "values set must be empty for exists and does not exist");
            case GREATER_THAN, LESS_THAN -> {
                check(values.size() == 1, values, "for 'Gt', 'Lt' operators, exactly one value is required");
                if (number(values.getFirst()) == null) {
                    throw new SelectorException("values[0]: "
                            + invalid(values.getFirst(), "for 'Gt', 'Lt' operators, the value must be an integer"));
                }
            }
        }
        for (int i = 0; i < values.size(); i++) {
            List<String> errors = Names.labelValue(values.get(i));
            if (!errors.isEmpty()) {
                throw new SelectorException(
                        "values[" + i + "][" + key + "]: " + invalid(values.get(i), String.join("; ", errors)));
            }
        }
    }

    /** The label has exactly this value. */
    public static LabelRequirement equal(String key, String value) {
        return new LabelRequirement(key, Operator.EQUALS, List.of(value));
    }

    /** Whether labels meet it: an absent one meets what forbids a value. */
    public boolean matches(Map<String, String> labels) {
        String value = labels.get(key);
        return switch (operator) {
            case IN, EQUALS, DOUBLE_EQUALS -> value != null && values.contains(value);
            case NOT_IN, NOT_EQUALS -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GREATER_THAN -> compare(value) > 0;
            case LESS_THAN -> compare(value) < 0;
        };
    }

    /** The sign of the label's value minus the wanted one; 0 when the label is missing or no number. */
    private int compare(@Nullable String value) {
        Long actual = value == null ? null : number(value);
        Long wanted = number(values.getFirst());
        return actual == null || wanted == null ? 0 : Long.compare(actual, wanted);
    }

    private static @Nullable Long number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static void check(boolean valid, List<String> values, String complaint) {
        if (!valid) {
            throw new SelectorException("values: Invalid value: " + quoted(values) + ": " + complaint);
        }
    }

    private static String quoted(List<String> values) {
        return "["
                + String.join(
                        ",", values.stream().map(value -> '"' + value + '"').toList()) + "]";
    }

    private static String invalid(String value, String detail) {
        return "Invalid value: \"" + value + "\": " + detail;
    }

    @Override
    public String toString() {
        return switch (operator) {
            case EXISTS -> key;
            case DOES_NOT_EXIST -> "!" + key;
            case EQUALS, DOUBLE_EQUALS, NOT_EQUALS -> key + operator.text() + values.getFirst();
            case GREATER_THAN -> key + ">" + values.getFirst();
            case LESS_THAN -> key + "<" + values.getFirst();
            case IN, NOT_IN -> key + " " + operator.text() + " (" + String.join(",", values) + ")";
        };
    }
}
