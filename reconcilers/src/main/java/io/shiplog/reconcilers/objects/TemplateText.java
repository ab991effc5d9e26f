package io.shiplog.reconcilers.objects;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.MemberOrder;
import io.shiplog.resources.names.GeneratedNames;
import io.shiplog.resources.write.Draft;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Pod templates as texts: when two say the same, and the hash that names one. */
public final class TemplateText {
    /** Members that typed clients print empty where others leave them out; empty and absent mean the same. */
    private static final Set<String> EMPTY_MEANS_ABSENT = Set.of(
            "annotations",
            "labels",
            "limits",
            "matchLabels",
            "nodeSelector",
            "requests",
            "resources",
            "securityContext");

    private TemplateText() {}

    /** Whether two templates differ at most in how they leave out what is empty. */
    public static boolean same(JsonNode a, JsonNode b) {
        return Draft.same(sorted(a), sorted(b));
    }

    /** A stable hash in upstream's alphabet. Upstream hashes its Go structs, so the letters differ, not the meaning. */
    public static String hash(JsonNode template, int collisionCount) {
        String text = Json.text(sorted(template)) + (collisionCount == 0 ? "" : "\0" + collisionCount);
        return GeneratedNames.hash(text);
    }

    private static JsonNode sorted(JsonNode node) {
        return MemberOrder.byName(node, TemplateText::says);
    }

    private static boolean says(String member, JsonNode value) {
        boolean absent = value.isNull()
                || (value.isArray() && value.isEmpty())
                || (value.isEmpty() && EMPTY_MEANS_ABSENT.contains(member));
        return !absent;
    }
}
