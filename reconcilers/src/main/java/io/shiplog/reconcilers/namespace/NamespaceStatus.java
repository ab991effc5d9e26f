package io.shiplog.reconcilers.namespace;

import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.write.Draft;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * The conditions of a namespace that is being deleted (pkg/controller/namespace/deletion/status_condition_utils.go,
 * v1.34).
 */
final class NamespaceStatus {
    private NamespaceStatus() {}

    static void write(Draft draft, NamespaceContent content, Instant now) {
        ObjectNode status = draft.status();
        status.put("phase", "Terminating");
        say(
                status,
                "NamespaceDeletionDiscoveryFailure",
                false,
                "ResourcesDiscovered",
                "All resources successfully discovered",
                now);
        say(
                status,
                "NamespaceDeletionGroupVersionParsingFailure",
                false,
                "ParsedGroupVersions",
                "All legacy kube types successfully parsed",
                now);
        say(
                status,
                "NamespaceDeletionContentFailure",
                false,
                "ContentDeleted",
                "All content successfully deleted, may be waiting on finalization",
                now);
        if (content.isEmpty()) {
            say(status, "NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed", now);
        } else {
            String remaining = "Some resources are remaining: " + content.remaining();
            say(status, "NamespaceContentRemaining", true, "SomeResourcesRemain", remaining, now);
        }
        String finalizers = content.finalizers();
        if (finalizers.isEmpty()) {
            say(
                    status,
                    "NamespaceFinalizersRemaining",
                    false,
                    "ContentHasNoFinalizers",
                    "All content-preserving finalizers finished",
                    now);
        } else {
            String held = "Some content in the namespace has finalizers remaining: " + finalizers;
            say(status, "NamespaceFinalizersRemaining", true, "SomeFinalizersRemain", held, now);
        }
    }

    private static void say(ObjectNode status, String type, boolean truth, String reason, String message, Instant now) {
        ObjectNode current = StatusConditions.find(status, type);
        String text = truth ? "True" : "False";
        boolean stands = current != null && current.path("status").asString("").equals(text);
        String since = current != null && stands
                ? current.path("lastTransitionTime").asString(Times.text(now))
                : Times.text(now);
        StatusConditions.put(
                status,
                Json.object()
                        .put("type", type)
                        .put("status", text)
                        .put("lastTransitionTime", since)
                        .put("reason", reason)
                        .put("message", message));
    }
}
