package io.shiplog.resources.fields;

import io.shiplog.resources.json.GoText;
import io.shiplog.resources.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step of a path into an object, in the words of FieldsV1: {@code f:NAME} a member, {@code k:KEYS} the item of a
 * list that its keys name, {@code v:VALUE} the item of a set.
 *
 * @param kind {@code f}, {@code k}, {@code v} or {@code i}
 * @param text what follows the colon
 */
record FieldStep(char kind, String text) implements Comparable<FieldStep> {
    /** The order of the kinds in upstream's encoding. */
    private static final String KINDS = "fkvi";

    static FieldStep member(String name) {
        return new FieldStep('f', name);
    }

    /** The item of a list whose members {@code names} have these values. */
    static FieldStep keyed(ObjectNode item, List<String> names, FieldForm form) {
        ObjectNode keys = Json.object();
        for (String name : names.stream().sorted().toList()) {
            JsonNode value = item.get(name);
            JsonNode found = value == null ? form.defaultOf(name) : value;
            if (found != null) {
                keys.set(name, found);
            }
        }
        return new FieldStep('k', Json.text(keys));
    }

    static FieldStep value(JsonNode value) {
        return new FieldStep('v', Json.text(value));
    }

    String encoded() {
        return kind + ":" + text;
    }

    /** As texts name it: {@code .data}, {@code [name="x"]}, {@code ["x"]}. */
    String shown() {
        return switch (kind) {
            case 'f' -> "." + text;
            case 'k' -> {
                StringBuilder shown = new StringBuilder("[");
                for (Map.Entry<String, JsonNode> key : parsed(text).properties()) {
                    shown.append(shown.length() > 1 ? "," : "")
                            .append(key.getKey())
                            .append('=')
                            .append(
                                    key.getValue().isString()
                                            ? GoText.quoted(key.getValue().stringValue())
                                            : key.getValue().toString());
                }
                yield shown.append(']').toString();
            }
            default -> "[" + (kind == 'v' ? "=" : "") + text + "]";
        };
    }

    @Override
    public int compareTo(FieldStep other) {
        if (kind != other.kind) {
            return Integer.compare(KINDS.indexOf(kind), KINDS.indexOf(other.kind));
        }
        if (kind == 'f' || text.equals(other.text)) {
            return text.compareTo(other.text);
        }
        int byValue = compare(parsed(text), parsed(other.text));
        return byValue != 0 ? byValue : text.compareTo(other.text);
    }

    private static int compare(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        if (left instanceof ObjectNode a && right instanceof ObjectNode b) {
            var others = b.properties().iterator();
            for (Map.Entry<String, JsonNode> member : a.properties()) {
                if (!others.hasNext()) {
                    return 1;
                }
                Map.Entry<String, JsonNode> other = others.next();
                int order = member.getKey().compareTo(other.getKey());
                order = order != 0 ? order : compare(member.getValue(), other.getValue());
                if (order != 0) {
                    return order;
                }
            }
            return others.hasNext() ? -1 : 0;
        }
        return left.toString().compareTo(right.toString());
    }

    private static JsonNode parsed(String json) {
        return Json.parseValue(json.getBytes(StandardCharsets.UTF_8));
    }
}
