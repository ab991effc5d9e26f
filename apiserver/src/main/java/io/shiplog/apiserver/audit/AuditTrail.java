package io.shiplog.apiserver.audit;

import io.shiplog.apiserver.audit.AuditedRequest.About;
import io.shiplog.apiserver.authn.Identity;
import io.shiplog.resources.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is known of one request for its audit events, as its stages pass. One thread owns it. Pure. */
public final class AuditTrail {
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final AuditedRequest request;
    private final AuditPolicy.Decision decision;
    private final Told told;
    private @Nullable Identity actor;
    private @Nullable ObjectNode status;
    private boolean started;
    private String allowed = "";
    private String name;
    private String resourceVersion = "";
    private @Nullable JsonNode sent;
    private @Nullable JsonNode shown;

    /**
     * What its client told, and when.
     *
     * @param id the audit id
     * @param uri with the query
     */
    public record Told(String id, String uri, String address, String agent, Instant at) {}

    public AuditTrail(AuditedRequest request, AuditPolicy.Decision decision, Told told) {
        this.request = request;
        this.decision = decision;
        this.told = told;
        About about = request.about();
        this.name = about == null ? "" : about.name();
    }

    public AuditedRequest request() {
        return request;
    }

    /** Whether something is told at {@code stage}. */
    public boolean tells(AuditStage stage) {
        return decision.tells(stage);
    }

    /** Whether what was sent is told of. */
    public boolean tellsRequests() {
        return decision.level().compareTo(AuditLevel.REQUEST) >= 0;
    }

    /** Whether what is answered is told of. */
    public boolean tellsResponses() {
        return decision.level().compareTo(AuditLevel.REQUEST_RESPONSE) >= 0;
    }

    /** What was sent, decoded; kept. */
    public void decoded(JsonNode body) {
        sent = body;
    }

    /** What it is answered with, when that is no Status; kept. */
    public void shown(JsonNode body) {
        shown = body;
    }

    /** Whom it acts as: known when that is allowed. */
    public void acts(Identity as) {
        actor = as;
    }

    /** Whether it may do what it asks for: the first time that this is said, since an admission may refuse it later. */
    public void allowed(boolean allows) {
        if (allowed.isEmpty() && actor != null) {
            allowed = allows ? "allow" : "forbid";
        }
    }

    /** The Status that it is answered with. */
    public void answered(ObjectNode with) {
        status = with;
    }

    /** What a creation calls its object, where the client has named it. */
    public void named(String as) {
        if (name.isEmpty()) {
            name = as;
        }
    }

    /** Its answer starts; whether it had not before. */
    public boolean starts() {
        boolean first = !started;
        started = true;
        return first;
    }

    /** The resourceVersion that an update was sent with. */
    public void sent(String version) {
        resourceVersion = version;
    }

    /**
     * The event of a stage.
     *
     * @param code of the answer, 0 where there is none yet
     */
    public ObjectNode event(AuditStage stage, int code, Instant now) {
        ObjectNode event = Json.object();
        event.put("kind", "Event")
                .put("apiVersion", "audit.k8s.io/v1")
                .put("level", decision.level().word())
                .put("auditID", told.id())
                .put("stage", stage.word())
                .put("requestURI", told.uri())
                .put("verb", request.verb());
        user(event.putObject("user"), request.user());
        Identity as = actor;
        if (as != null && as.impersonator() != null) {
            user(event.putObject("impersonatedUser"), as);
        }
        event.putArray("sourceIPs").add(told.address());
        if (!told.agent().isEmpty()) {
            event.put("userAgent", told.agent());
        }
        About about = request.about();
        if (about != null) {
            reference(event.putObject("objectRef"), about);
        }
        if (code > 0) {
            event.set("responseStatus", status(code));
        }
        if (about != null && stage != AuditStage.REQUEST_RECEIVED) {
            objects(event);
        }
        event.put("requestReceivedTimestamp", MICROS.format(told.at())).put("stageTimestamp", MICROS.format(now));
        if (!allowed.isEmpty() && stage != AuditStage.REQUEST_RECEIVED) {
            event.putObject("annotations")
                    .put("authorization.k8s.io/decision", allowed)
                    .put("authorization.k8s.io/reason", "");
        }
        return event;
    }

    private void objects(ObjectNode event) {
        JsonNode request = sent;
        if (request != null && tellsRequests()) {
            event.set("requestObject", told(request));
        }
        JsonNode response = shown == null ? status : shown;
        if (response != null && tellsResponses()) {
            event.set("responseObject", told(response));
        }
    }

    private JsonNode told(JsonNode body) {
        return decision.omitsManagedFields() ? AuditedObjects.withoutManagedFields(body) : body;
    }

    private static void user(ObjectNode into, @Nullable Identity user) {
        if (user != null) {
            into.put("username", user.user());
            if (!user.uid().isEmpty()) {
                into.put("uid", user.uid());
            }
            ArrayNode groups = into.putArray("groups");
            user.groups().forEach(groups::add);
            if (!user.extra().isEmpty()) {
                ObjectNode extra = into.putObject("extra");
                user.extra().forEach((name, values) -> values.forEach(extra.putArray(name)::add));
            }
        }
    }

    private void reference(ObjectNode into, About about) {
        into.put("resource", about.resource());
        put(into, "namespace", about.namespace());
        put(into, "name", name);
        put(into, "apiGroup", about.group());
        into.put("apiVersion", about.version());
        put(into, "resourceVersion", resourceVersion);
        put(into, "subresource", about.subresource());
    }

    private static void put(ObjectNode into, String member, String text) {
        if (!text.isEmpty()) {
            into.put(member, text);
        }
    }

    private ObjectNode status(int code) {
        ObjectNode whole = status;
        if (whole == null) {
            ObjectNode plain = Json.object();
            plain.putObject("metadata");
            return plain.put("code", code);
        }
        ObjectNode bare = whole.deepCopy();
        bare.remove("kind");
        bare.remove("apiVersion");
        return bare.put("code", code);
    }
}
