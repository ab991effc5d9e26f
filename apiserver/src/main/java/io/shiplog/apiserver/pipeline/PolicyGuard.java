package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.RequestAuthorizer;
import io.shiplog.apiserver.write.WriteGuard;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.admissionpolicy.AdmissionRequest;
import io.shiplog.resources.admissionpolicy.AdmissionRequest.Requester;
import io.shiplog.resources.admissionpolicy.PolicyReview;
import io.shiplog.resources.admissionpolicy.ValidatingPolicies;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.expression.PolicyAuthorizer;
import io.shiplog.resources.expression.PolicyAuthorizer.Answer;
import io.shiplog.resources.expression.PolicyAuthorizer.Question;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.rbac.AccessAttributes;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The ValidatingAdmissionPolicies of the cluster, asked about the writes of a request after everything else that is
 * asked of them.
 *
 * @param before what is asked first
 * @param kind as the request names it
 * @param warnings gets what the requester is told beside the answer
 */
record PolicyGuard(
        WriteGuard before,
        Identity identity,
        RequestAuthorizer authorizer,
        Kind kind,
        String verb,
        String subresource,
        boolean dryRun,
        Consumer<String> warnings)
        implements WriteGuard {

    @Override
    public @Nullable Refusal refusal(View view, List<Write> writes) {
        Refusal refusal = before.refusal(view, writes);
        if (refusal != null || ValidatingPolicies.areSilent(view, kind)) {
            // The request's trees are made for those who look at them only.
            return refusal;
        }
        PolicyReview review = ValidatingPolicies.review(view, request(view, writes.getFirst()));
        review.warnings().forEach(warnings);
        return review.refusal();
    }

    private AdmissionRequest request(View view, Write write) {
        byte[] json = write.object();
        boolean deletes = json == null || verb.startsWith("delete");
        StoredObject stored = view.get(write.resource(), write.key());
        String name = write.key().name();
        return new AdmissionRequest(
                kind,
                subresource,
                kind.resource().equals(Namespaces.RESOURCE) ? name : write.key().namespace(),
                name,
                deletes ? "DELETE" : stored == null ? "CREATE" : "UPDATE",
                deletes || json == null ? NullNode.getInstance() : kind.toServed(Json.parse(json)),
                stored == null ? NullNode.getInstance() : (JsonNode) kind.toServed(Trees.of(stored)),
                new Requester(identity.user(), identity.uid(), identity.groups(), identity.extra(), asks()),
                dryRun);
    }

    private PolicyAuthorizer asks() {
        return question -> {
            RequestAuthorizer.Ruling ruling = authorizer.rule(asked(question), access(question));
            return new Answer(ruling.allowed(), ruling.reason(), "");
        };
    }

    private Identity asked(Question question) {
        if (question.serviceAccount().isEmpty()) {
            return identity;
        }
        int slash = question.serviceAccount().indexOf('/');
        String namespace = question.serviceAccount().substring(0, slash);
        return new Identity(
                Identity.ACCOUNT + namespace + ":" + question.serviceAccount().substring(slash + 1),
                List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, Identity.AUTHENTICATED));
    }

    private static AccessAttributes access(Question question) {
        return question.path().isEmpty()
                ? new AccessAttributes(
                        question.verb(),
                        question.group(),
                        question.resource(),
                        question.subresource(),
                        question.namespace(),
                        question.name(),
                        "")
                : AccessAttributes.toPath(question.verb(), question.path());
    }
}
