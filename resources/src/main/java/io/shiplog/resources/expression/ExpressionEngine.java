package io.shiplog.resources.expression;

import io.shiplog.resources.Field;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What checks and evaluates the expressions that definitions carry. Found by {@link Expressions}; thread-safe. */
public interface ExpressionEngine {
    /**
     * Reports what is wrong with the rules of a schema ({@code x-kubernetes-validations}): what does not compile, and
     * what may cost too much. Rules of a part in which something else is wrong already are passed over.
     *
     * @param schema a structural schema in OpenAPI v3
     */
    void checkRules(Field schema);

    /** The rules of a schema whose rules are right. */
    ObjectRules rules(JsonNode openApi);

    /**
     * What is wrong with the expressions of a ValidatingAdmissionPolicy, by where they stand in its specification, such
     * as {@code validations[0].expression}.
     */
    Map<String, String> problems(JsonNode spec);

    /**
     * Which expressions of a ValidatingAdmissionPolicy do not fit the types of the objects that it matches, by the
     * fields that they stand in, such as {@code spec.validations[0].expression}.
     *
     * @param schemas the types' schemas in OpenAPI v3, by the names that are shown
     */
    Map<String, String> typeWarnings(JsonNode spec, Map<String, JsonNode> schemas);

    /** A policy whose expressions are right; one that is not says so whenever it judges. */
    AdmissionPolicy policy(JsonNode spec);
}
