package io.shiplog.resources.webhook;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One webhook of a configuration (admissionregistration.k8s.io/v1).
 *
 * @param place how texts name where it is called: host and port are found by the client configuration
 * @param rules which requests it wants to see
 * @param ignoresFailures whether a call that fails counts as consent
 * @param equivalent whether it also wants requests for other versions of what its rules name
 * @param again whether it is called again when others changed the object after it
 * @param dryRun whether it can be called when nothing is written
 * @param version of the reviews that it takes
 */
public record Webhook(
        String name,
        WebhookPlace place,
        List<JsonNode> rules,
        LabelSelector namespaces,
        LabelSelector objects,
        boolean ignoresFailures,
        boolean equivalent,
        boolean again,
        boolean dryRun,
        int timeoutSeconds,
        String version) {
    private static final String GROUP = "admissionregistration.k8s.io";

    /** Those that may change objects. */
    public static final GroupResource MUTATING = new GroupResource("mutatingwebhookconfigurations", GROUP);

    /** Those that may only refuse them. */
    public static final GroupResource VALIDATING = new GroupResource("validatingwebhookconfigurations", GROUP);

    private record Several(List<Webhook> all) {}

    private static final Decoder<Several> READ =
            new Decoder<>(Several.class, json -> new Several(of(Json.parse(json))));

    public Webhook {
        rules = List.copyOf(rules);
    }

    /** The webhooks of all configurations of a view, in the order of calls: by configuration, then as they stand. */
    public static List<Webhook> all(View view, GroupResource configurations) {
        Collection<StoredObject> found = view.list(configurations);
        if (found.isEmpty()) {
            return List.of();
        }
        List<Webhook> all = new ArrayList<>();
        found.forEach(configuration -> all.addAll(configuration.facts(READ).all()));
        return all;
    }

    /** The webhooks of a configuration. */
    public static List<Webhook> of(ObjectNode configuration) {
        List<Webhook> all = new ArrayList<>();
        for (JsonNode webhook : configuration.path("webhooks")) {
            all.add(read(webhook));
        }
        return all;
    }

    private static Webhook read(JsonNode webhook) {
        List<JsonNode> rules = new ArrayList<>();
        webhook.path("rules").forEach(rules::add);
        String sideEffects = Trees.text(webhook, "sideEffects");
        String version = "";
        for (JsonNode accepted : webhook.path("admissionReviewVersions")) {
            String text = accepted.asString("");
            if (version.isEmpty() && (text.equals("v1") || text.equals("v1beta1"))) {
                version = text;
            }
        }
        return new Webhook(
                Trees.text(webhook, "name"),
                WebhookPlace.read(webhook.path("clientConfig")),
                rules,
                selector(webhook.path("namespaceSelector")),
                selector(webhook.path("objectSelector")),
                Trees.text(webhook, "failurePolicy").equals("Ignore"),
                !Trees.text(webhook, "matchPolicy").equals("Exact"),
                Trees.text(webhook, "reinvocationPolicy").equals("IfNeeded"),
                sideEffects.equals("None") || sideEffects.equals("NoneOnDryRun"),
                (int) Trees.number(webhook, 10, "timeoutSeconds"),
                version);
    }

    private static LabelSelector selector(JsonNode selector) {
        return selector.isObject() ? LabelSelectors.of(selector) : LabelSelector.EVERYTHING;
    }
}
