package io.shiplog.resources.quantity;

import tools.jackson.databind.JsonNode;

/** A number, or a percentage of a number that is known later ({@code intstr.IntOrString}). */
public sealed interface IntOrPercent {

    /** A number as it is. */
    record Count(int value) implements IntOrPercent {}

    /** So many hundredths of a whole. */
    record Percent(int value) implements IntOrPercent {}

    /** Reads what validation let pass: a whole number or a text such as {@code 50%}; any other text counts as 0. */
    static IntOrPercent read(JsonNode value) {
        if (value.isNumber()) {
            return new Count(value.asInt(0));
        }
        String text = value.asString("");
        try {
            return text.endsWith("%")
                    ? new Percent(Integer.parseInt(text.substring(0, text.length() - 1)))
                    : new Count(0);
        } catch (NumberFormatException _) {
            return new Count(0);
        }
    }

    /** The number meant of {@code whole}, a part of one cut off. */
    default int roundedDown(int whole) {
        return switch (this) {
            case Count count -> count.value();
            case Percent percent -> Math.clamp((long) percent.value() * whole / 100, 0, Integer.MAX_VALUE);
        };
    }

    /** The number meant of {@code whole}, a part of one rounded up. */
    default int roundedUp(int whole) {
        return switch (this) {
            case Count count -> count.value();
            case Percent percent -> Math.clamp(((long) percent.value() * whole + 99) / 100, 0, Integer.MAX_VALUE);
        };
    }
}
