package io.shiplog.scheduler.labels;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One requirement on a set of labels (or, for node fields, on {@code metadata.name}).
 *
 * @param values the values of IN, NOT_IN, GT and LT; the latter two take exactly one integer
 */
public record Requirement(String key, Operator operator, List<String> values) {

    /** How a label is compared; GT and LT only occur in node selectors. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GT,
        LT;

        /** The operator of that name in the Kubernetes API ({@code In}, {@code DoesNotExist} ...), null if there is none. */
        public static @Nullable Operator parse(String text) {
            return switch (text) {
                case "In" -> IN;
                case "NotIn" -> NOT_IN;
                case "Exists" -> EXISTS;
                case "DoesNotExist" -> DOES_NOT_EXIST;
                case "Gt" -> GT;
                case "Lt" -> LT;
                default -> null;
            };
        }
    }

    public Requirement {
        values = List.copyOf(values);
    }

    /** {@code key} has exactly the value {@code value}. */
    public static Requirement equal(String key, String value) {
        return new Requirement(key, Operator.IN, List.of(value));
    }

    /** Whether {@code labels} meet this requirement. An absent label meets NOT_IN, as in the Kubernetes API. */
    public boolean matches(Map<String, String> labels) {
        String value = labels.get(key);
        return switch (operator) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GT -> compare(value) > 0;
            case LT -> compare(value) < 0;
        };
    }

    /** The sign of label minus bound; 0, which meets neither GT nor LT, when one of them is not an integer. */
    private int compare(@Nullable String value) {
        if (value == null || values.size() != 1) {
            return 0;
        }
        try {
            return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
        } catch (NumberFormatException notAnInteger) {
            return 0;
        }
    }
}
