package io.shiplog.reconcilers.deployment;

import io.shiplog.reconcilers.objects.TemplateText;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.write.Draft;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pod templates: when two are the same, and the hash that names one. */
final class Template {
    static final String HASH_LABEL = "pod-template-hash";

    private Template() {}

    /** Whether two templates differ at most in the hash label and in how they leave out what is empty. */
    static boolean same(JsonNode a, JsonNode b) {
        return TemplateText.same(unlabelled(a), unlabelled(b));
    }

    /** A stable hash in upstream's alphabet. Upstream hashes its Go structs, so the letters differ, not the meaning. */
    static String hash(JsonNode template, int collisionCount) {
        return TemplateText.hash(unlabelled(template), collisionCount);
    }

    /** A copy of {@code template} with the hash label. */
    static ObjectNode labelled(JsonNode template, String hash) {
        ObjectNode copy = template.deepCopy() instanceof ObjectNode object ? object : Json.object();
        Draft.object(Draft.object(copy, "metadata"), "labels").put(HASH_LABEL, hash);
        return copy;
    }

    /** A copy of {@code template} without the hash label. */
    static JsonNode unlabelled(JsonNode template) {
        JsonNode copy = template.deepCopy();
        if (copy.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove(HASH_LABEL);
        }
        return copy;
    }
}
