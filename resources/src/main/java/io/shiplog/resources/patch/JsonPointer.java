package io.shiplog.resources.patch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A path of a JSON patch operation: the steps to a container, and the key or index within it. */
record JsonPointer(String text, List<String> parents, String last) {

    /** Null when the text does not begin with a slash: such a path leads nowhere. */
    static @Nullable JsonPointer parse(String text) {
        if (!text.startsWith("/")) {
            return null;
        }
        List<String> steps = new ArrayList<>();
        for (String step : text.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        String last = steps.removeLast();
        return new JsonPointer(text, List.copyOf(steps), last);
    }

    /** The object or array that holds the last step; null when the document has none there. */
    @Nullable
    Container container(JsonNode document) {
        JsonNode node = document;
        for (String parent : parents) {
            Container container = Container.of(node);
            JsonNode next = container == null ? null : container.peek(parent);
            if (next == null) {
                return null;
            }
            node = next;
        }
        return Container.of(node);
    }
}
