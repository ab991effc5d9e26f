package io.shiplog.reconcilers.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.kinds.access.Access;
import io.shiplog.resources.rbac.AccessAttributes;
import io.shiplog.resources.rbac.Grants;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.Replacement.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Approves, signs and clears away requests for certificates (kube-controller-manager's csrapproving, csrsigning and
 * csrcleaner, v1.34).
 *
 * <p>The rule: a request of a kubelet's client certificate is approved when who makes it may create {@code
 * selfnodeclient}, for itself, or {@code nodeclient}; an approved one of a built-in signer is signed when it fits that
 * signer, and else fails; one that was answered is deleted after an hour, one that nobody answered after a day.
 */
public final class SigningRequestReconciler implements Reconciler {
    private static final Duration BEFORE_ANSWER = Duration.ofHours(24);
    private static final Duration AFTER_ANSWER = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration SHORTEST = Duration.ofMinutes(10);
    private static final String GROUP = "certificates.k8s.io";

    private final Signer signer;

    public SigningRequestReconciler(Signer signer) {
        this.signer = signer;
    }

    @Override
    public String name() {
        return "signingrequest";
    }

    @Override
    public Watches watches() {
        return Watches.own(Access.SIGNING_REQUESTS.resource());
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject stored = view.get(ref);
        if (stored == null || stored.facts().deleting()) {
            return Plan.EMPTY;
        }
        Draft draft = Draft.of(stored);
        Instant end = end(draft.json(), moment.now());
        if (!moment.now().isBefore(end)) {
            return ControllerDeletion.of(Access.SIGNING_REQUESTS.rules(), stored, moment.now())
                    .map(write -> new Plan(List.of(new Step("delete", List.of(write))), null))
                    .orElse(Plan.EMPTY);
        }
        answer(view, draft, moment.now());
        return draft.write(Part.STATUS)
                .map(write -> new Plan(List.of(new Step("update", List.of(write))), end))
                .orElse(new Plan(List.of(), end));
    }

    /** When it has been there for long enough. */
    private static Instant end(JsonNode request, Instant now) {
        Instant made =
                Times.parse(request.path("metadata").path("creationTimestamp").asString(""));
        Duration kept = isAnswered(request) ? AFTER_ANSWER : BEFORE_ANSWER;
        return (made == null ? now : made).plus(kept);
    }

    private static boolean isAnswered(JsonNode request) {
        return has(request, "Denied")
                || has(request, "Failed")
                || has(request, "Approved")
                        && !request.path("status")
                                .path("certificate")
                                .asString("")
                                .isEmpty();
    }

    private void answer(View view, Draft draft, Instant now) {
        JsonNode spec = draft.json().path("spec");
        String name = spec.path("signerName").asString("");
        if (isAnswered(draft.json()) || !BuiltInSigners.NAMES.contains(name)) {
            return;
        }
        String pem = pem(spec);
        Optional<Signer.Asked> asked = signer.read(pem);
        if (asked.isEmpty()) {
            return;
        }
        List<String> usages = texts(spec.path("usages"));
        String fault = BuiltInSigners.fault(name, asked.get(), usages);
        if (!has(draft.json(), "Approved")) {
            if (fault.isEmpty() && name.equals(BuiltInSigners.KUBELET_CLIENT)) {
                approve(view, draft, spec, asked.get(), now);
            }
        } else if (fault.isEmpty()) {
            long seconds = spec.path("expirationSeconds").asLong(LONGEST.toSeconds());
            Duration wanted = Duration.ofSeconds(seconds);
            Duration life =
                    wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
            signer.sign(pem, usages, life, now)
                    .ifPresent(certificate -> draft.status()
                            .put("certificate", Base64.getEncoder().encodeToString(certificate.getBytes(UTF_8))));
        } else {
            tell(draft, "Failed", "SignerValidationFailure", fault, now);
        }
    }

    private static String pem(JsonNode spec) {
        try {
            return new String(Base64.getDecoder().decode(spec.path("request").asString("")), UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private static void approve(View view, Draft draft, JsonNode spec, Signer.Asked asked, Instant now) {
        boolean own = spec.path("username").asString("").equals(asked.commonName());
        if (own && may(view, spec, "selfnodeclient")) {
            tell(
                    draft,
                    "Approved",
                    "AutoApproved",
                    "Auto approving self kubelet client certificate after SubjectAccessReview.",
                    now);
        } else if (may(view, spec, "nodeclient")) {
            tell(
                    draft,
                    "Approved",
                    "AutoApproved",
                    "Auto approving kubelet client certificate after SubjectAccessReview.",
                    now);
        }
    }

    private static boolean may(View view, JsonNode spec, String what) {
        var access = new AccessAttributes("create", GROUP, "certificatesigningrequests", what, "", "", "");
        List<String> groups = texts(spec.path("groups"));
        return groups.contains("system:masters")
                || Grants.of(view)
                        .allowing(spec.path("username").asString(""), groups, access)
                        .isPresent();
    }

    private static void tell(Draft draft, String type, String reason, String message, Instant now) {
        String time = Times.text(now);
        ObjectNode condition = Draft.list(draft.status(), "conditions")
                .addObject()
                .put("type", type)
                .put("status", "True")
                .put("reason", reason)
                .put("message", message);
        condition.put("lastUpdateTime", time).put("lastTransitionTime", time);
    }

    private static boolean has(JsonNode request, String type) {
        JsonNode condition = StatusConditions.find(request.path("status"), type);
        return condition != null && condition.path("status").asString("").equals("True");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asString("")));
        return texts;
    }
}
