package io.shiplog.resources.admissionpolicy;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.decision.Refusal.Details;
import io.shiplog.resources.expression.AdmissionPolicy;
import io.shiplog.resources.expression.AdmissionPolicy.Denial;
import io.shiplog.resources.expression.AdmissionPolicy.Judgement;
import io.shiplog.resources.expression.Expressions;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.kinds.control.Machinery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * All ValidatingAdmissionPolicies of a view, asked about one write (apiserver's {@code validating.dispatcher}, v1.34):
 * each that has bindings, in the order of their names. Owned by the thread that asks.
 */
public final class ValidatingPolicies {
    private static final String ADMISSION = "admissionregistration.k8s.io";
    private static final Decoder<Policy> POLICY = new Decoder<>(Policy.class, json -> Policy.read(Json.parse(json)));
    private static final Decoder<ObjectNode> BINDING = new Decoder<>(ObjectNode.class, Json::parse);

    private final View view;
    private final AdmissionRequest request;
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private @Nullable Refusal refusal;

    private ValidatingPolicies(View view, AdmissionRequest request) {
        this.view = view;
        this.request = request;
    }

    /** A policy, read and compiled once per version. */
    private record Policy(JsonNode spec, AdmissionPolicy compiled) {
        static Policy read(ObjectNode policy) {
            JsonNode spec = policy.path("spec");
            return new Policy(spec, Expressions.engine().policy(spec));
        }
    }

    /** Whether no policy of a view is asked about objects of a kind; told cheaply. */
    public static boolean areSilent(View view, Kind kind) {
        return view.list(Machinery.ADMISSION_POLICIES.resource()).isEmpty()
                || kind.group().equals(ADMISSION);
    }

    /** What the policies of a view say. */
    public static PolicyReview review(View view, AdmissionRequest request) {
        if (areSilent(view, request.kind())) {
            return PolicyReview.NOTHING;
        }
        Collection<StoredObject> policies = view.list(Machinery.ADMISSION_POLICIES.resource());
        ValidatingPolicies review = new ValidatingPolicies(view, request);
        Collection<StoredObject> bindings = view.list(Machinery.ADMISSION_POLICY_BINDINGS.resource());
        for (StoredObject policy : policies) {
            List<StoredObject> own = bindings.stream()
                    .filter(one -> one.facts(BINDING)
                            .path("spec")
                            .path("policyName")
                            .asString("")
                            .equals(policy.key().name()))
                    .toList();
            if (!own.isEmpty()) {
                review.policy(policy.key().name(), policy.facts(POLICY), own);
            }
        }
        return new PolicyReview(review.refusal, review.warnings, review.annotations);
    }

    private void policy(String name, Policy policy, List<StoredObject> bindings) {
        Optional<Kind> matched = new MatchResources(policy.spec().path("matchConstraints")).matched(request, view);
        if (matched.isEmpty()) {
            return;
        }
        Map<String, List<String>> told = new LinkedHashMap<>();
        for (StoredObject binding : bindings) {
            JsonNode spec = binding.facts(BINDING).path("spec");
            if (new MatchResources(spec.path("matchResources"))
                    .matched(request, view)
                    .isPresent()) {
                bound(name, policy, binding.key().name(), spec, matched.get(), told);
            }
        }
        told.forEach((key, values) -> annotations.put(name + "/" + key, String.join(", ", values)));
    }

    private void bound(
            String name, Policy policy, String binding, JsonNode spec, Kind kind, Map<String, List<String>> told) {
        PolicyParams params = PolicyParams.of(policy.spec().path("paramKind"), spec.path("paramRef"), request, view);
        if (!params.problem().isEmpty()) {
            if (!policy.spec().path("failurePolicy").asString("").equals("Ignore")) {
                deny(name, binding, "failed to configure binding: " + params.problem(), "");
            }
            return;
        }
        for (JsonNode param : params.found()) {
            Judgement judgement = policy.compiled().judge(input(kind, param));
            judgement.denials().forEach(denial -> act(name, binding, spec.path("validationActions"), denial));
            judgement.annotations().forEach((key, value) -> {
                List<String> values = told.computeIfAbsent(key, _ -> new ArrayList<>());
                if (!values.contains(value)) {
                    values.add(value);
                }
            });
        }
    }

    private AdmissionPolicy.Input input(Kind kind, JsonNode param) {
        boolean itself = request.kind().resource().equals(Namespaces.RESOURCE);
        StoredObject namespace = itself || request.namespace().isEmpty()
                ? null
                : view.get(Namespaces.RESOURCE, ObjectKey.cluster(request.namespace()));
        return new AdmissionPolicy.Input(
                in(kind, request.object()),
                in(kind, request.oldObject()),
                param,
                request.shown(kind),
                namespace == null ? NullNode.getInstance() : Trees.of(namespace),
                request.requester().authorizer());
    }

    /** An object in the version for which a policy is written. */
    private JsonNode in(Kind kind, JsonNode object) {
        return kind == request.kind() || !(object instanceof ObjectNode tree)
                ? object
                : kind.toServed(request.kind().toStorage(tree.deepCopy(), null));
    }

    private void act(String policy, String binding, JsonNode actions, Denial denial) {
        for (JsonNode action : actions) {
            switch (action.asString("")) {
                case "Deny" -> deny(policy, binding, denial.message(), denial.reason());
                case "Warn" ->
                    warnings.add("Validation failed for ValidatingAdmissionPolicy '" + policy + "' with binding '"
                            + binding + "': " + denial.message());
                case "Audit" -> audit(policy, binding, actions, denial);
                default -> {}
            }
        }
    }

    private void audit(String policy, String binding, JsonNode actions, Denial denial) {
        ArrayNode failures = Json.object().putArray("failures");
        failures.addObject()
                .put("message", denial.message())
                .put("policy", policy)
                .put("binding", binding)
                .put("expressionIndex", denial.index())
                .set("validationActions", actions);
        annotations.put("validation.policy.admission.k8s.io/validation_failure", Json.text(failures));
    }

    /** The first that denies is told. */
    private void deny(String policy, String binding, String why, String reason) {
        if (refusal == null) {
            String message =
                    "ValidatingAdmissionPolicy '" + policy + "' with binding '" + binding + "' denied request: " + why;
            Refusal forbidden = Refusal.forbidden(
                    request.kind().resource(), request.name(), message, List.of(new Cause("", message, "")));
            Details details = forbidden.details();
            String told = reason.isEmpty() ? "Invalid" : reason;
            refusal = new Refusal(code(told), told, forbidden.message(), details);
        }
    }

    private static int code(String reason) {
        return switch (reason) {
            case "Forbidden" -> 403;
            case "Unauthorized" -> 401;
            case "RequestEntityTooLarge" -> 413;
            default -> 422;
        };
    }
}
