package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.status.ApiException;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.fields.FieldManager;
import io.shiplog.resources.fields.ServerSideApply;
import io.shiplog.resources.json.GoText;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.JsonSyntaxException;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.patch.JsonPatches;
import io.shiplog.resources.patch.MergePatches;
import io.shiplog.resources.patch.PatchException;
import io.shiplog.resources.patch.StrategicMerge;
import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.SchemaReport;
import io.shiplog.resources.write.ObjectChange;
import java.time.Instant;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The body of a PATCH as a change of whatever object it meets. */
final class Patches {
    static final String JSON_PATCH = "application/json-patch+json";
    static final String MERGE_PATCH = "application/merge-patch+json";
    static final String STRATEGIC = "application/strategic-merge-patch+json";
    static final String APPLY = "application/apply-patch+yaml";
    private static final String ACCEPTED = String.join(", ", JSON_PATCH, MERGE_PATCH, STRATEGIC, APPLY);

    private static final String ACCEPTED_FOR_CUSTOM = String.join(", ", JSON_PATCH, MERGE_PATCH, APPLY);

    private final BodyDecoder bodies;

    Patches(BodyDecoder bodies) {
        this.bodies = bodies;
    }

    /** The change that a call's body asks of the object itself. */
    ObjectChange change(Call call) {
        if (call.target().kind().custom() && call.contentType().equals(STRATEGIC)) {
            // A schema in an object says nothing of how lists are merged.
            throw Failures.unsupportedMediaType(ACCEPTED_FOR_CUSTOM).exception();
        }
        return change(call, call.target().kind().schema());
    }

    /**
     * What a call's body applies, checked more strictly than other bodies are.
     *
     * @throws io.shiplog.apiserver.status.ApiException 400 for what cannot be applied
     */
    ServerSideApply apply(Call call, Instant now) {
        String name = FieldManagers.given(call);
        if (name.isEmpty()) {
            throw Failures.invalid(
                            "meta.k8s.io",
                            "PatchOptions",
                            "",
                            List.of(new Cause(
                                    "FieldValueRequired",
                                    "Required value: is required for apply patch",
                                    "fieldManager")))
                    .exception();
        }
        Kind kind = call.target().kind();
        ObjectNode config = bodies.readApplied(call);
        ObjectNode metadata = Trees.metadata(config);
        if (metadata.has("managedFields")) {
            throw Failures.badRequest("metadata.managedFields must be nil").exception();
        }
        if (metadata.has("generateName")) {
            throw Failures.badRequest("metadata.generateName is not allowed in an applied object")
                    .exception();
        }
        var manager = new FieldManager(name, kind.groupVersion(), call.target().subresource(), now);
        return new ServerSideApply(kind, manager, config, call.query().flag("force"));
    }

    /**
     * The change that a call's body asks of a document of some schema.
     *
     * @throws io.shiplog.apiserver.status.ApiException 415 for other kinds of patches, 400 for what cannot be read
     */
    ObjectChange change(Call call, Schema schema) {
        String type = call.contentType();
        BinaryOperator<JsonNode> patch = switch (type) {
            case JSON_PATCH -> JsonPatches::apply;
            case MERGE_PATCH -> MergePatches::apply;
            case STRATEGIC -> (current, change) -> strategic(current, change, schema);
            case APPLY -> throw noApplyHere();
            default -> throw Failures.unsupportedMediaType(ACCEPTED).exception();
        };
        Json.ParsedValue body = parse(call);
        bodies.patched(call, body.value());
        List<String> duplicates = body.duplicateFields().stream()
                .map(field -> (type.equals(JSON_PATCH) ? "json patch " : "") + SchemaReport.duplicateField(field))
                .toList();
        return current -> {
            try {
                ObjectNode patched = apply(patch, current.deepCopy(), body.value());
                Supplier<String> shown = () -> type.equals(STRATEGIC) ? GoText.of(body.value()) : Json.text(patched);
                bodies.checkPatched(call, patched, current, schema, duplicates, shown);
                return new ObjectChange.Edited(patched);
            } catch (ApiException e) {
                return new ObjectChange.NotApplicable(e.status().refusal());
            }
        };
    }

    private static ObjectNode apply(BinaryOperator<JsonNode> patch, ObjectNode current, JsonNode body) {
        try {
            if (patch.apply(current, body) instanceof ObjectNode object) {
                return object;
            }
            throw Failures.badRequest("the patch does not leave an object").exception();
        } catch (PatchException e) {
            throw status(e).exception();
        }
    }

    private static ApiStatus status(PatchException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case MALFORMED -> Failures.badRequest(message);
            case TOO_LARGE -> Failures.tooLarge(message);
            case NOT_APPLICABLE ->
                new ApiStatus(
                        422,
                        "Invalid",
                        "the server rejected our request due to an error in our request",
                        new Refusal.Details("", "", "", "", List.of(), 0));
        };
    }

    private static JsonNode strategic(JsonNode current, JsonNode body, Schema schema) {
        if (current instanceof ObjectNode object && body instanceof ObjectNode patch) {
            return StrategicMerge.apply(object, patch, schema);
        }
        throw Failures.badRequest("error decoding patch: json: cannot unmarshal " + Json.goName(body)
                        + " into Go value of type map[string]interface {}")
                .exception();
    }

    private static Json.ParsedValue parse(Call call) {
        try {
            return Json.readValue(call.body());
        } catch (JsonSyntaxException e) {
            throw Failures.badRequest("error decoding patch: " + e.getMessage()).exception();
        }
    }

    private static RuntimeException noApplyHere() {
        return new ApiStatus(
                        415,
                        "UnsupportedMediaType",
                        "server-side apply of this subresource is not supported by this server. Accepted media types"
                                + " include: " + String.join(", ", JSON_PATCH, MERGE_PATCH, STRATEGIC),
                        null)
                .exception();
    }
}
