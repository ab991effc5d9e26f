package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.protobuf.ProtobufObjects;
import io.shiplog.apiserver.protobuf.WireException;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.defaults.Defaults;
import io.shiplog.resources.fields.ServerSideApply;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.JsonSyntaxException;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Subresource;
import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.SchemaCheck;
import io.shiplog.resources.schema.SchemaPruning;
import io.shiplog.resources.schema.SchemaReport;
import io.shiplog.resources.schema.Schemas;
import io.shiplog.resources.structural.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads objects from bodies: syntax, kind and version, then structure against the schema, with what {@code
 * fieldValidation} makes of unknown and duplicate fields. What a typed server would have dropped is dropped.
 */
public final class BodyDecoder {
    private static final String ACCEPTED = "application/json, application/yaml, " + ProtobufObjects.MEDIA_TYPE;

    private static final String DELETE_OPTIONS = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";

    private final AuditTrails trails;

    /** @param trails is told of what was read */
    BodyDecoder(AuditTrails trails) {
        this.trails = trails;
    }

    /** Reads the body of a call as an object of the call's kind. */
    public ObjectNode read(Call call) {
        Kind kind = call.asked();
        ObjectNode object =
                read(call, kind.group(), kind.version(), kind.kind(), kind.schema(), kind.structure(), Set.of());
        trails.decoded(call.request().response(), () -> {
            ObjectNode told = object.deepCopy();
            Defaults.apply(kind, told);
            return told;
        });
        kind.rules().warnings(object).forEach(call::warn);
        return kind.answered() == kind ? object : kind.toStorage(object, null);
    }

    /**
     * Reads the body of an apply. Zeros and nulls that it names stay: they are what its manager owns.
     *
     * @throws io.shiplog.apiserver.status.ApiException 400 for unknown or doubled fields and wrong types, whatever
     *     {@code fieldValidation} says (upstream answers 500)
     */
    ObjectNode readApplied(Call call) {
        Kind kind = call.target().kind();
        Json.Parsed parsed;
        try {
            parsed = Json.readYaml(call.body());
        } catch (JsonSyntaxException e) {
            throw Failures.badRequest("error decoding YAML: " + e.getMessage()).exception();
        }
        ObjectNode object = parsed.object();
        if (Trees.text(object, "apiVersion").isEmpty()
                || Trees.text(object, "kind").isEmpty()) {
            throw Failures.badRequest("Object 'Kind' or 'apiVersion' is missing in the applied configuration")
                    .exception();
        }
        checkKind(object, kind.groupVersion(), kind.kind());
        ObjectNode checked = object.deepCopy();
        SchemaReport report = SchemaCheck.check(checked, kind.schema());
        if (kind.structure() != null && report.decodeErrors().isEmpty()) {
            report = kind.structure().shape(checked, report);
        }
        List<String> problems = new ArrayList<>(report.decodeErrors());
        report.unknownFields().forEach(field -> problems.add("." + field + ": field not declared in schema"));
        parsed.duplicateFields().forEach(field -> problems.add(SchemaReport.duplicateField(field)));
        ServerSideApply.doubledItem(kind, object).ifPresent(problems::add);
        if (!problems.isEmpty()) {
            throw Failures.badRequest("failed to create typed patch object ("
                            + call.target().namespace() + "/"
                            + call.target().name() + "; " + kind.groupVersion() + ", Kind=" + kind.kind() + "): "
                            + problems.getFirst())
                    .exception();
        }
        return object;
    }

    /** Reads the body of a call to a subresource that takes objects of another kind, such as a Scale. */
    public ObjectNode read(Call call, Subresource subresource) {
        ObjectNode object = read(
                call,
                subresource.group(),
                subresource.version(),
                subresource.kind(),
                subresource.schema(),
                null,
                subresource.older());
        trails.decoded(call.request().response(), object::deepCopy);
        return object;
    }

    /**
     * Reads the body of a deletion, which may name any group's version; null when there is none.
     *
     * @throws io.shiplog.apiserver.status.ApiException 400 when it is something else
     */
    @Nullable
    ObjectNode readOptions(Call call) {
        if (call.body().length == 0) {
            return null;
        }
        ObjectNode options = parse(call, "DeleteOptions", DELETE_OPTIONS).object();
        String kind = Trees.text(options, "kind");
        if (!kind.isEmpty() && !kind.equals("DeleteOptions")) {
            throw Failures.badRequest("decoded object cannot be converted to DeleteOptions")
                    .exception();
        }
        SchemaReport report = SchemaCheck.check(options, Schemas.KUBERNETES.ofDefinition(DELETE_OPTIONS));
        if (!report.decodeErrors().isEmpty()) {
            throw cannotHandle("v1", "DeleteOptions", report.decodeErrors().getFirst());
        }
        // Readers of audit logs tell options from objects by this version.
        trails.decoded(
                call.request().response(),
                () -> options.deepCopy().put("kind", "DeleteOptions").put("apiVersion", "meta.k8s.io/__internal"));
        return options;
    }

    /** A patch was read. */
    void patched(Call call, JsonNode patch) {
        trails.decoded(call.request().response(), patch::deepCopy);
    }

    /**
     * @param structure what the cluster declares of the objects of a custom kind; null for others
     * @param older further versions that are taken
     */
    private ObjectNode read(
            Call call,
            String group,
            String version,
            String kind,
            Schema schema,
            @Nullable Structure structure,
            Set<String> older) {
        Json.Parsed parsed = parse(call, kind, schema.name());
        ObjectNode object = parsed.object();
        String apiVersion = group.isEmpty() ? version : group + "/" + version;
        if (structure != null) {
            checkCustomKind(object, group, kind);
        }
        if (older.contains(versionIn(object, group))) {
            object.put("apiVersion", apiVersion);
        }
        checkKind(object, apiVersion, kind);
        object.put("kind", kind).put("apiVersion", apiVersion);
        SchemaReport report = SchemaCheck.check(object, schema);
        if (structure != null && report.decodeErrors().isEmpty()) {
            report = structure.shape(object, report);
        }
        checkStructure(call, report, parsed.duplicateFields(), structure != null, version, kind);
        SchemaPruning.prune(object, schema);
        return object;
    }

    /**
     * Checks what a patch made of an object against its kind's schema, and drops the unknown fields that are new.
     *
     * @param problems what a strict reader says of the patch itself
     * @param shown the patch, or what it made, as messages show it
     * @throws io.shiplog.apiserver.status.ApiException 422 for wrong types and, under Strict, new unknown fields
     */
    void checkPatched(
            Call call,
            ObjectNode object,
            ObjectNode old,
            Schema schema,
            List<String> problems,
            Supplier<String> shown) {
        SchemaReport report = SchemaCheck.check(object, schema);
        Kind kind = call.target().kind();
        boolean whole = schema == kind.schema();
        if (whole && !kind.custom()) {
            checkSameKind(call, object, old, shown);
        }
        Structure structure = whole ? kind.structure() : null;
        if (structure != null && report.decodeErrors().isEmpty()) {
            report = structure.shape(object, report);
        }
        List<String> unknown = new ArrayList<>(report.unknownFields());
        if (!unknown.isEmpty()) {
            unknown.removeAll(SchemaCheck.check(old, schema).unknownFields());
        }
        List<String> all = new ArrayList<>(problems);
        unknown.forEach(field -> all.add(SchemaReport.unknownField(field)));
        check(call, report, all, why -> invalidPatch(shown.get(), why));
        SchemaPruning.prune(object, schema, old);
        if (whole) {
            kind.rules().warnings(object).forEach(call::warn);
        }
    }

    /** A patch cannot make another kind of an object; that of an old group's path may name this. */
    private static void checkSameKind(Call call, ObjectNode object, ObjectNode old, Supplier<String> shown) {
        Kind kind = call.target().kind();
        String patched = Trees.text(object, "kind");
        String version = Trees.text(object, "apiVersion");
        boolean same = List.of(kind.kind(), Trees.text(old, "kind")).contains(patched)
                && List.of(kind.groupVersion(), call.asked().groupVersion(), Trees.text(old, "apiVersion"))
                        .contains(version);
        if (!same) {
            throw invalidPatch(
                    shown.get(), "no kind \"" + patched + "\" is registered for version \"" + version + "\"");
        }
    }

    private static RuntimeException invalidPatch(String shown, String why) {
        FieldError error = FieldError.invalid("patch", shown, why);
        return Failures.invalid("", "", "", List.of(new Cause(error.reason(), error.body(), error.field())))
                .exception();
    }

    /**
     * Refuses or warns as the call's {@code fieldValidation} says.
     *
     * @param duplicatesFirst whether what is there twice is told before what is unknown
     */
    private static void checkStructure(
            Call call,
            SchemaReport report,
            List<String> duplicates,
            boolean duplicatesFirst,
            String version,
            String kind) {
        List<String> problems = new ArrayList<>();
        report.unknownFields().forEach(field -> problems.add(SchemaReport.unknownField(field)));
        problems.addAll(
                duplicatesFirst ? 0 : problems.size(),
                duplicates.stream().map(SchemaReport::duplicateField).toList());
        check(call, report, problems, why -> cannotHandle(version, kind, why));
    }

    /** @param refusal the answer for a reason */
    private static void check(
            Call call, SchemaReport report, List<String> problems, Function<String, RuntimeException> refusal) {
        if (!report.decodeErrors().isEmpty()) {
            throw refusal.apply(report.decodeErrors().getFirst());
        }
        switch (call.query().text("fieldValidation")) {
            case "Ignore" -> {}
            case "Strict" -> {
                if (!problems.isEmpty()) {
                    throw refusal.apply("strict decoding error: " + String.join(", ", problems));
                }
            }
            case "", "Warn" -> problems.forEach(call::warn);
            default ->
                throw Failures.invalid(
                                "meta.k8s.io",
                                call.optionsKind(),
                                "",
                                List.of(new Cause(
                                        "FieldValueNotSupported",
                                        "Unsupported value: \"" + call.query().text("fieldValidation")
                                                + "\": supported values: \"Ignore\", \"Strict\", \"Warn\"",
                                        "fieldValidation")))
                        .exception();
        }
    }

    private static Json.Parsed parse(Call call, String kind, String definition) {
        if (call.contentType().equals(ProtobufObjects.MEDIA_TYPE)) {
            return parseProtobuf(call, kind, definition);
        }
        boolean yaml = isYaml(call.contentType());
        try {
            return yaml ? Json.readYaml(call.body()) : Json.read(call.body());
        } catch (JsonSyntaxException e) {
            throw Failures.badRequest("the object provided is unrecognized (must be of type " + kind
                            + "): couldn't get version/kind; " + (yaml ? "yaml" : "json") + " parse error: "
                            + e.getMessage())
                    .exception();
        }
    }

    private static Json.Parsed parseProtobuf(Call call, String kind, String definition) {
        try {
            return new Json.Parsed(ProtobufObjects.read(call.body(), definition), List.of());
        } catch (WireException e) {
            throw Failures.badRequest(
                            "the object provided is unrecognized (must be of type " + kind + "): " + e.getMessage())
                    .exception();
        }
    }

    /** Whether a media type is YAML; JSON when it is not said; 415 for anything else. */
    static boolean isYaml(String contentType) {
        return switch (contentType) {
            case "", "application/json" -> false;
            case "application/yaml", "application/x-yaml", "text/yaml" -> true;
            default -> throw Failures.unsupportedMediaType(ACCEPTED).exception();
        };
    }

    /** The version that an object says that it has of a group; empty when it is of another one. */
    private static String versionIn(ObjectNode object, String group) {
        String apiVersion = Trees.text(object, "apiVersion");
        return apiVersion.startsWith(group + "/") ? apiVersion.substring(group.length() + 1) : "";
    }

    /** A server that has no types for its objects takes the kind for a field like any other. */
    private static void checkCustomKind(ObjectNode object, String group, String kind) {
        String found = Trees.text(object, "kind");
        if (!found.isEmpty() && !found.equals(kind)) {
            FieldError error = FieldError.invalid("kind", found, "must be " + kind);
            throw Failures.invalid(
                            group,
                            kind,
                            Trees.text(Trees.metadata(object), "name"),
                            List.of(new Cause(error.reason(), error.body(), error.field())))
                    .exception();
        }
    }

    private static void checkKind(ObjectNode object, String apiVersion, String kind) {
        String foundKind = Trees.text(object, "kind");
        String foundVersion = Trees.text(object, "apiVersion");
        if (!foundVersion.isEmpty() && !foundVersion.equals(apiVersion)) {
            throw Failures.badRequest("the API version in the data (" + foundVersion
                            + ") does not match the expected API version (" + apiVersion + ")")
                    .exception();
        }
        if (!foundKind.isEmpty() && !foundKind.equals(kind)) {
            String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
            throw cannotHandle(
                    version,
                    foundKind,
                    kind,
                    "converting (" + version + "." + foundKind + ") to (" + version + "." + kind
                            + "): unknown conversion");
        }
    }

    private static RuntimeException cannotHandle(String version, String kind, String why) {
        return cannotHandle(version, kind, kind, why);
    }

    private static RuntimeException cannotHandle(String version, String found, String wanted, String why) {
        return Failures.badRequest(
                        found + " in version \"" + version + "\" cannot be handled as a " + wanted + ": " + why)
                .exception();
    }
}
