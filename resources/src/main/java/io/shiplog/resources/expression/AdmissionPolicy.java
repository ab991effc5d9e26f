package io.shiplog.resources.expression;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A policy of admission (ValidatingAdmissionPolicy) whose expressions are ready to be run. Immutable. */
@FunctionalInterface
public interface AdmissionPolicy {
    /**
     * What a policy judges.
     *
     * @param object what is to be stored, null (a JSON null) for a deletion
     * @param oldObject what is stored, null for a creation
     * @param params the policy's parameter, null for none
     * @param request the request as an AdmissionRequest
     * @param namespace the object's namespace, null where it lies in none
     */
    record Input(
            JsonNode object,
            JsonNode oldObject,
            JsonNode params,
            JsonNode request,
            JsonNode namespace,
            PolicyAuthorizer authorizer) {}

    /**
     * A rule that is not obeyed, or that could not be evaluated where that counts as much.
     *
     * @param index of the rule in the policy
     * @param reason of the answer, empty for the usual one
     */
    record Denial(int index, String message, String reason) {}

    /** @param annotations for the audit log, by their keys */
    record Judgement(List<Denial> denials, Map<String, String> annotations) {
        /** Nothing is said. */
        public static final Judgement NONE = new Judgement(List.of(), Map.of());

        public Judgement {
            denials = List.copyOf(denials);
            annotations = Map.copyOf(annotations);
        }
    }

    Judgement judge(Input input);
}
