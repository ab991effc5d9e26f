package io.shiplog.resources.webhook;

import io.shiplog.resources.json.Trees;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/**
 * Where a webhook is called: a URL, or a Service of the cluster.
 *
 * @param url empty for one behind a Service
 * @param authority the certificates, PEM, that its own has to be signed by; empty for those that the system trusts
 */
public record WebhookPlace(String url, String namespace, String service, int port, String path, String authority) {
    private static final int HTTPS = 443;

    static WebhookPlace read(JsonNode client) {
        JsonNode service = client.path("service");
        return new WebhookPlace(
                Trees.text(client, "url"),
                Trees.text(service, "namespace"),
                Trees.text(service, "name"),
                (int) Trees.number(service, HTTPS, "port"),
                Trees.text(service, "path"),
                new String(decoded(Trees.text(client, "caBundle")), StandardCharsets.UTF_8));
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** The URL that is called, as texts show it; a Service's under the name that its certificate is for. */
    public String address() {
        return url.isEmpty()
                ? "https://" + service + "." + namespace + ".svc:" + port + (path.startsWith("/") ? "" : "/") + path
                : url;
    }
}
