package io.shiplog.resources.kinds.control;

import io.shiplog.resources.Field;
import io.shiplog.resources.json.Trees;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaults and rules of webhook configurations (admissionregistration's {@code validation.go}, v1.34). */
final class WebhookRules {
    private static final int USUAL_SECONDS = 10;
    private static final int MOST_SECONDS = 30;
    private static final int HTTPS = 443;

    private WebhookRules() {}

    static void defaults(ObjectNode configuration, boolean mutating) {
        for (JsonNode each : configuration.path("webhooks")) {
            if (!(each instanceof ObjectNode webhook)) {
                continue;
            }
            putIfAbsent(webhook, "failurePolicy", "Fail");
            putIfAbsent(webhook, "matchPolicy", "Equivalent");
            Trees.child(webhook, "namespaceSelector");
            Trees.child(webhook, "objectSelector");
            if (!webhook.has("timeoutSeconds")) {
                webhook.put("timeoutSeconds", USUAL_SECONDS);
            }
            if (mutating) {
                putIfAbsent(webhook, "reinvocationPolicy", "Never");
            }
            for (JsonNode rule : webhook.path("rules")) {
                if (rule instanceof ObjectNode object) {
                    putIfAbsent(object, "scope", "*");
                }
            }
            if (webhook.path("clientConfig").get("service") instanceof ObjectNode service && !service.has("port")) {
                service.put("port", HTTPS);
            }
        }
    }

    private static void putIfAbsent(ObjectNode object, String member, String text) {
        if (!object.has(member)) {
            object.put(member, text);
        }
    }

    /** What is stored and does not have its effect. */
    static List<String> warnings(JsonNode configuration) {
        List<String> warnings = new ArrayList<>();
        for (JsonNode webhook : configuration.path("webhooks")) {
            if (!webhook.path("matchConditions").isEmpty()) {
                warnings.add("matchConditions of webhook \"" + Trees.text(webhook, "name")
                        + "\" are not evaluated by this server: it is called for every request that its rules match");
            }
        }
        return warnings;
    }

    static void check(Field root) {
        Set<String> names = new HashSet<>();
        for (Field webhook : root.at("webhooks").items()) {
            Field name = webhook.at("name");
            if (!names.add(name.text())) {
                name.duplicate();
            }
            webhook(webhook);
        }
    }

    private static void webhook(Field webhook) {
        Field versions = webhook.at("admissionReviewVersions");
        JsonNode accepted = versions.value();
        boolean known = false;
        for (JsonNode version : accepted) {
            known |= version.asString("").equals("v1") || version.asString("").equals("v1beta1");
        }
        if (accepted.isEmpty()) {
            versions.required("must specify one of v1, v1beta1");
        } else if (!known) {
            versions.invalid("must include at least one of v1, v1beta1");
        }
        oneOf(webhook.at("failurePolicy"), "Fail", "Ignore");
        oneOf(webhook.at("matchPolicy"), "Equivalent", "Exact");
        oneOf(webhook.at("sideEffects"), "None", "NoneOnDryRun");
        oneOf(webhook.at("reinvocationPolicy"), "IfNeeded", "Never");
        Field timeout = webhook.at("timeoutSeconds");
        long seconds = timeout.value().asLong(USUAL_SECONDS);
        if (seconds < 1 || seconds > MOST_SECONDS) {
            timeout.invalid("the timeout value must be between 1 and 30 seconds");
        }
        client(webhook.at("clientConfig"));
    }

    private static void oneOf(Field field, String... allowed) {
        String text = field.text();
        if (text.isEmpty()) {
            if (field.path().endsWith("sideEffects")) {
                field.required("must specify one of None, NoneOnDryRun");
            }
        } else if (!List.of(allowed).contains(text)) {
            field.notSupported(List.of(allowed));
        }
    }

    private static void client(Field client) {
        boolean byUrl = !client.at("url").text().isEmpty();
        boolean byService = client.at("service").value().isObject();
        if (byUrl == byService) {
            client.required("exactly one of url or service is required");
        } else if (byUrl) {
            url(client.at("url"));
        }
    }

    private static void url(Field url) {
        URI parsed;
        try {
            parsed = URI.create(url.text());
        } catch (IllegalArgumentException e) {
            url.required("url must be a valid URL: " + e.getMessage() + "; desired format: https://host[/path]");
            return;
        }
        if (!"https".equals(parsed.getScheme())) {
            url.invalid("'https' is the only allowed URL scheme; desired format: https://host[/path]");
        }
        if (parsed.getHost() == null) {
            url.invalid("host must be specified; desired format: https://host[/path]");
        }
    }
}
