package io.shiplog.apiserver.read;

import io.shiplog.apiserver.status.Failures;
import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.JsonSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a paged list goes on: after {@code last}, in the snapshot at {@code resourceVersion}, or, when that is -1, in
 * whatever state there is.
 */
record ContinueToken(long resourceVersion, ObjectKey last) {
    private static final String VERSION = "shiplog/v1";

    String text() {
        ObjectNode token = Json.object();
        token.put("v", VERSION).put("rv", resourceVersion).put("start", last.toString());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(token));
    }

    /** Reads what {@link #text} made; throws 400 for anything else. */
    static ContinueToken read(String text) {
        try {
            ObjectNode token = Json.parse(Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII)));
            String start = token.path("start").asString("");
            if (!token.path("v").asString("").equals(VERSION) || start.isEmpty()) {
                throw unreadable();
            }
            return new ContinueToken(token.path("rv").asLong(-1), ObjectKey.parse(start));
        } catch (IllegalArgumentException | JsonSyntaxException e) {
            throw unreadable();
        }
    }

    private static RuntimeException unreadable() {
        return Failures.badRequest("continue key is not valid: invalid token").exception();
    }
}
