package io.shiplog.resources.expression;

/** Who answers what somebody may do, for the expressions of policies: the authorizer of the request's server. */
@FunctionalInterface
public interface PolicyAuthorizer {
    /**
     * A question.
     *
     * @param serviceAccount {@code namespace/name} of who is asked about, empty for who sent the request
     * @param path for what is no resource, else empty
     */
    record Question(
            String serviceAccount,
            String path,
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name,
            String fieldSelector,
            String labelSelector) {}

    /**
     * An answer.
     *
     * @param error why it could not be told, empty when it could
     */
    record Answer(boolean allowed, String reason, String error) {}

    Answer ask(Question question);
}
