package io.shiplog.resources.table;

import io.shiplog.resources.selector.LabelSelectors;
import io.shiplog.resources.selector.SelectorException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what cells show from trees; nothing here fails on a malformed object. */
public final class Read {
    public static final String NONE = "<none>";
    public static final String UNKNOWN = "<unknown>";
    public static final String UNSET = "<unset>";

    private Read() {}

    /** The node at a path of plain names with dots between them; missing when any step is. */
    public static JsonNode at(JsonNode object, String path) {
        JsonNode node = object;
        int start = 0;
        while (true) {
            int dot = path.indexOf('.', start);
            node = node.path(dot < 0 ? path.substring(start) : path.substring(start, dot));
            if (dot < 0) {
                return node;
            }
            start = dot + 1;
        }
    }

    public static String text(JsonNode object, String path, String absent) {
        JsonNode node = at(object, path);
        String text = node.isValueNode() && !node.isNull() ? node.asString("") : "";
        return text.isEmpty() ? absent : text;
    }

    public static String text(JsonNode object, String path) {
        return text(object, path, "");
    }

    public static @Nullable Instant time(JsonNode object, String path) {
        try {
            return Instant.parse(text(object, path));
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    public static String since(JsonNode object, String path, Instant now, String absent) {
        Instant time = time(object, path);
        return time == null ? absent : HumanDuration.of(Duration.between(time, now));
    }

    public static boolean isDeleted(JsonNode object) {
        return object.path("metadata").has("deletionTimestamp");
    }

    /** The texts at a path within each item of a list, joined with commas. */
    public static String joined(JsonNode list, String path) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(text(item, path)));
        return String.join(",", texts);
    }

    public static String texts(JsonNode list, String separator) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asString("")));
        return String.join(separator, texts);
    }

    /** Labels as {@code a=b,c=d}, sorted, or {@code <none>}. */
    public static String labels(JsonNode labels) {
        TreeMap<String, String> sorted = new TreeMap<>();
        labels.properties()
                .forEach(label -> sorted.put(label.getKey(), label.getValue().asString("")));
        return orNone(sorted.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(",")));
    }

    /** A metav1.LabelSelector in its text form, or {@code <none>} when it selects everything or nothing. */
    public static String selector(JsonNode selector) {
        try {
            return orNone(LabelSelectors.of(selector).toString());
        } catch (SelectorException malformed) {
            return "<error>";
        }
    }

    public static String orNone(String text) {
        return text.isEmpty() ? NONE : text;
    }

    /** Whether the object's status has a condition of this type with this status. */
    public static boolean condition(JsonNode object, String type, String status) {
        for (JsonNode condition : at(object, "status.conditions")) {
            if (text(condition, "type").equals(type)
                    && text(condition, "status").equals(status)) {
                return true;
            }
        }
        return false;
    }

    /** At most three of the texts, and how many more there are. */
    public static String firstThree(List<String> texts, String none) {
        if (texts.isEmpty()) {
            return none;
        }
        String shown = String.join(",", texts.subList(0, Math.min(3, texts.size())));
        return texts.size() > 3 ? shown + " + " + (texts.size() - 3) + " more..." : shown;
    }
}
