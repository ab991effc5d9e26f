package io.shiplog.resources.json;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a YAML scalar means, by the rules of the reader that kubectl and the API server use (go-yaml v2, YAML 1.1):
 * plain {@code yes} and {@code on} are booleans, {@code 0644} is octal, and what looks like a date stays text.
 */
final class YamlScalars {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUES =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSES =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Pattern INTEGER =
            Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final String TAG = "tag:yaml.org,2002:";

    private YamlScalars() {}

    static JsonNode resolve(ScalarEvent scalar) {
        Optional<String> tag = scalar.getTag();
        if (!scalar.isPlain()
                || tag.filter(name -> name.equals(TAG + "str") || name.equals("!"))
                        .isPresent()) {
            return NODES.stringNode(WellFormed.of(scalar.getValue()));
        }
        return plain(scalar.getValue());
    }

    static JsonNode plain(String text) {
        if (NULLS.contains(text)) {
            return NODES.nullNode();
        }
        if (TRUES.contains(text)) {
            return NODES.booleanNode(true);
        }
        if (FALSES.contains(text)) {
            return NODES.booleanNode(false);
        }
        JsonNode number = number(text.replace("_", ""));
        return number == null ? NODES.stringNode(text) : number;
    }

    private static @Nullable JsonNode number(String text) {
        if (INTEGER.matcher(text).matches()) {
            return integer(text);
        }
        if (FLOAT.matcher(text).matches()) {
            double value = Double.parseDouble(text);
            boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
            return whole ? NODES.numberNode((long) value) : NODES.numberNode(value);
        }
        return null;
    }

    private static JsonNode integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            char mark = Character.toLowerCase(digits.charAt(1));
            radix = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
            digits = digits.substring(mark == 'x' || mark == 'b' || mark == 'o' ? 2 : 1);
        }
        BigInteger value = new BigInteger(digits, radix);
        BigInteger signed = negative ? value.negate() : value;
        if (signed.bitLength() < 32) {
            return NODES.numberNode(signed.intValue());
        }
        return signed.bitLength() < 64 ? NODES.numberNode(signed.longValue()) : NODES.numberNode(signed);
    }
}
