package io.shiplog.resources.json;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/**
 * A path into objects as printer columns have it: {@code .status.conditions[?(@.type=="Ready")].status} (client-go's
 * {@code jsonpath}, without ranges). What cannot be read finds nothing. Immutable.
 */
public final class JsonPathQuery {
    private static final Pattern STEP = Pattern.compile(
            "\\.\\.((?:\\\\.|[^.\\[\\]\\\\])+)" // recursive
                    + "|\\.\\*|\\[\\*]" // every one
                    + "|\\.((?:\\\\.|[^.\\[\\]\\\\])+)" // member
                    + "|\\[['\"]((?:\\\\.|[^'\"\\\\])*)['\"]]" // quoted member
                    + "|\\[(-?[0-9]{1,9})]" // item
                    + "|\\[(-?[0-9]{1,9}|):(-?[0-9]{1,9}|)]" // items
                    + "|\\[\\?\\(\\s*(@[^\\s=!<>]*)\\s*(?:(==|!=|<=|>=|<|>)\\s*('[^']*'|\"[^\"]*\"|[^\\s)]+)\\s*)?\\)]"); // filter

    private final List<Step> steps;

    /** Leads from one node to others. */
    @FunctionalInterface
    private interface Step {
        void from(JsonNode node, List<JsonNode> found);
    }

    private JsonPathQuery(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    public static JsonPathQuery parse(String path) {
        List<Step> steps = new ArrayList<>();
        String rest = path.startsWith("$") ? path.substring(1) : path;
        Matcher step = STEP.matcher(rest);
        int at = 0;
        while (at < rest.length() && !rest.substring(at).equals(".")) {
            if (!step.find(at) || step.start() != at) {
                return new JsonPathQuery(List.of((node, found) -> {}));
            }
            steps.add(step(step));
            at = step.end();
        }
        return new JsonPathQuery(steps);
    }

    /** The first node that is found; missing when there is none. */
    public JsonNode first(JsonNode object) {
        List<JsonNode> nodes = all(object);
        return nodes.isEmpty() ? MissingNode.getInstance() : nodes.getFirst();
    }

    private List<JsonNode> all(JsonNode object) {
        List<JsonNode> nodes = List.of(object);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            nodes.forEach(node -> step.from(node, next));
            nodes = next;
        }
        return nodes;
    }

    private static Step step(Matcher step) {
        if (step.group(1) != null) {
            String name = plain(step.group(1));
            return (node, found) -> descend(node, name, found);
        }
        String member = step.group(2) != null ? step.group(2) : step.group(3);
        if (member != null) {
            String name = plain(member);
            return (node, found) -> add(node.get(name), found);
        }
        if (step.group(4) != null) {
            int index = Integer.parseInt(step.group(4));
            return (node, found) ->
                    add(node.isArray() ? node.get(index < 0 ? node.size() + index : index) : null, found);
        }
        if (step.group(5) != null) {
            return slice(step.group(5), step.group(6));
        }
        if (step.group(7) != null) {
            return filter(parse(step.group(7).substring(1)), step.group(8), step.group(9));
        }
        return (node, found) -> node.forEach(found::add);
    }

    private static Step slice(String from, String to) {
        return (node, found) -> {
            int first = from.isEmpty() ? 0 : Integer.parseInt(from);
            int end = to.isEmpty() ? node.size() : Integer.parseInt(to);
            for (int i = Math.max(0, first < 0 ? node.size() + first : first);
                    node.isArray() && i < Math.min(node.size(), end < 0 ? node.size() + end : end);
                    i++) {
                found.add(node.get(i));
            }
        };
    }

    private static Step filter(JsonPathQuery left, @Nullable String operator, @Nullable String literal) {
        return (node, found) -> {
            for (JsonNode item : node) {
                JsonNode value = left.first(item);
                boolean there = !value.isMissingNode();
                if (there && (operator == null || literal == null || holds(value, operator, literal(literal)))) {
                    found.add(item);
                }
            }
        };
    }

    private static boolean holds(JsonNode value, String operator, JsonNode literal) {
        int order = value.isNumber() && literal.isNumber()
                ? value.decimalValue().compareTo(literal.decimalValue())
                : value.asString("").compareTo(literal.asString(""));
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static JsonNode literal(String text) {
        boolean quoted = text.startsWith("'") || text.startsWith("\"");
        if (quoted) {
            return JsonNodeFactory.instance.stringNode(text.substring(1, text.length() - 1));
        }
        return text.matches("-?[0-9]+(\\.[0-9]+)?")
                ? JsonNodeFactory.instance.numberNode(new java.math.BigDecimal(text))
                : JsonNodeFactory.instance.stringNode(text);
    }

    private static void descend(JsonNode node, String name, List<JsonNode> found) {
        add(node.get(name), found);
        node.forEach(child -> descend(child, name, found));
    }

    private static void add(@Nullable JsonNode node, List<JsonNode> found) {
        if (node != null) {
            found.add(node);
        }
    }

    private static String plain(String name) {
        return name.replaceAll("\\\\(.)", "$1");
    }
}
