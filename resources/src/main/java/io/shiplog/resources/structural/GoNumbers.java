package io.shiplog.resources.structural;

import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Numbers as a server keeps them that reads them into 64-bit integers and floating-point numbers and writes those out:
 * {@code 1.0} becomes 1, {@code -0.0} 0, and an integer that is too large is rounded.
 */
final class GoNumbers {
    /** From here on, Go writes an exponent. */
    private static final double PLAIN = 1e21;

    private GoNumbers() {}

    /** Rewrites the numbers of a tree in place; adds to {@code problems} those that are beyond all numbers. */
    static void canonical(JsonNode tree, List<String> problems) {
        switch (tree) {
            case ObjectNode object ->
                object.properties().forEach(member -> {
                    if (member.getValue().isNumber()) {
                        member.setValue(number(member.getValue(), problems));
                    } else if (member.getValue().isContainer()) {
                        canonical(member.getValue(), problems);
                    }
                });
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    if (array.get(i).isNumber()) {
                        array.set(i, number(array.get(i), problems));
                    } else if (array.get(i).isContainer()) {
                        canonical(array.get(i), problems);
                    }
                }
            }
            default -> {}
        }
    }

    private static JsonNode number(JsonNode number, List<String> problems) {
        if (number.isIntegralNumber() && number.canConvertToLong()) {
            return number;
        }
        double value = value(number);
        if (Double.isInfinite(value)) {
            problems.add("json: cannot unmarshal number into Go value of type float64");
            return number;
        }
        if (value != Math.rint(value) || Math.abs(value) >= PLAIN) {
            return number.isIntegralNumber() ? new DoubleNode(value) : number;
        }
        var whole = new BigDecimal(Double.toString(value)).toBigInteger();
        return whole.bitLength() < Long.SIZE
                ? JsonNodeFactory.instance.numberNode(whole.longValue())
                : JsonNodeFactory.instance.numberNode(whole);
    }

    /** A number as floating-point; infinite when it is beyond all of those. */
    static double value(JsonNode number) {
        return number.isBigInteger() ? number.bigIntegerValue().doubleValue() : number.doubleValue();
    }

    /** A number as Go prints it in a message: {@code 10}, {@code 0.5}, {@code 1e+21}. */
    static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) < PLAIN) {
            return new BigDecimal(Double.toString(value)).toBigInteger().toString();
        }
        double size = Math.abs(value);
        String shortest = Double.toString(value);
        if (size >= 1e-4 && size < PLAIN) {
            return new BigDecimal(shortest).stripTrailingZeros().toPlainString();
        }
        int e = shortest.indexOf('E');
        String digits = shortest.substring(0, e).replaceFirst("\\.0$", "");
        int exponent = Integer.parseInt(shortest.substring(e + 1));
        return digits + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}
