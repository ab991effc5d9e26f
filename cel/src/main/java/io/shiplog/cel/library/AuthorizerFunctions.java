package io.shiplog.cel.library;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.STRING;
import static io.shiplog.cel.library.CallCosts.ONE;
import static io.shiplog.cel.library.FunctionTable.member;
import static io.shiplog.cel.library.LibraryTypes.AUTHORIZER;
import static io.shiplog.cel.library.LibraryTypes.DECISION;
import static io.shiplog.cel.library.LibraryTypes.GROUP_CHECK;
import static io.shiplog.cel.library.LibraryTypes.PATH_CHECK;
import static io.shiplog.cel.library.LibraryTypes.RESOURCE_CHECK;

import dev.cel.common.types.CelType;
import io.shiplog.cel.value.EvaluationException;
import io.shiplog.cel.value.TypeValue;
import io.shiplog.resources.expression.PolicyAuthorizer;
import io.shiplog.resources.expression.PolicyAuthorizer.Answer;
import io.shiplog.resources.expression.PolicyAuthorizer.Question;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Questions to the authorizer, put together step by step: {@code authorizer.group('').resource('pods').check('get')}.
 */
public final class AuthorizerFunctions {
    private static final int CHECK_COST = 350_000;

    private AuthorizerFunctions() {}

    /**
     * A question that is being put together.
     *
     * @param type what may be said next
     */
    private record Asking(CelType type, PolicyAuthorizer authorizer, Question question) implements TypeValue.Named {
        @Override
        public String typeName() {
            return type.name();
        }
    }

    private record Told(Answer answer) implements TypeValue.Named {
        @Override
        public String typeName() {
            return DECISION.name();
        }
    }

    /** The value of the variable {@code authorizer}. */
    public static Object asking(PolicyAuthorizer authorizer) {
        return new Asking(AUTHORIZER, authorizer, new Question("", "", "", "", "", "", "", "", "", ""));
    }

    /** The value of the variable {@code authorizer.requestResource}. */
    public static Object asking(PolicyAuthorizer authorizer, Question resource) {
        return new Asking(RESOURCE_CHECK, authorizer, resource);
    }

    static void addTo(FunctionTable table) {
        step(
                table,
                "path",
                "authorizer_path",
                AUTHORIZER,
                PATH_CHECK,
                (q, text) -> new Question(q.serviceAccount(), needed(text, "path"), "", "", "", "", "", "", "", ""));
        step(
                table,
                "group",
                "authorizer_group",
                AUTHORIZER,
                GROUP_CHECK,
                (q, text) -> new Question(q.serviceAccount(), "", "", text, "", "", "", "", "", ""));
        step(
                table,
                "resource",
                "groupcheck_resource",
                GROUP_CHECK,
                RESOURCE_CHECK,
                (q, text) -> new Question(
                        q.serviceAccount(), "", "", q.group(), needed(text, "resource"), "", "", "", "", ""));
        step(
                table,
                "subresource",
                "resourcecheck_subresource",
                RESOURCE_CHECK,
                RESOURCE_CHECK,
                (q, text) -> new Question(
                        q.serviceAccount(),
                        "",
                        "",
                        q.group(),
                        q.resource(),
                        text,
                        q.namespace(),
                        q.name(),
                        q.fieldSelector(),
                        q.labelSelector()));
        step(
                table,
                "namespace",
                "resourcecheck_namespace",
                RESOURCE_CHECK,
                RESOURCE_CHECK,
                (q, text) -> new Question(
                        q.serviceAccount(),
                        "",
                        "",
                        q.group(),
                        q.resource(),
                        q.subresource(),
                        text,
                        q.name(),
                        q.fieldSelector(),
                        q.labelSelector()));
        step(
                table,
                "name",
                "resourcecheck_name",
                RESOURCE_CHECK,
                RESOURCE_CHECK,
                (q, text) -> new Question(
                        q.serviceAccount(),
                        "",
                        "",
                        q.group(),
                        q.resource(),
                        q.subresource(),
                        q.namespace(),
                        text,
                        q.fieldSelector(),
                        q.labelSelector()));
        step(
                table,
                "fieldSelector",
                "authorizer_fieldselector",
                RESOURCE_CHECK,
                RESOURCE_CHECK,
                (q, text) -> new Question(
                        q.serviceAccount(),
                        "",
                        "",
                        q.group(),
                        q.resource(),
                        q.subresource(),
                        q.namespace(),
                        q.name(),
                        text,
                        q.labelSelector()));
        step(
                table,
                "labelSelector",
                "authorizer_labelselector",
                RESOURCE_CHECK,
                RESOURCE_CHECK,
                (q, text) -> new Question(
                        q.serviceAccount(),
                        "",
                        "",
                        q.group(),
                        q.resource(),
                        q.subresource(),
                        q.namespace(),
                        q.name(),
                        q.fieldSelector(),
                        text));
        table.define(
                "serviceAccount",
                ONE,
                args -> args[0] instanceof Asking asking
                                && asking.type() == AUTHORIZER
                                && args[1] instanceof String namespace
                                && args[2] instanceof String name
                        ? new Asking(AUTHORIZER, asking.authorizer(), account(namespace, name))
                        : null,
                member("authorizer_serviceaccount", AUTHORIZER, AUTHORIZER, STRING, STRING));
        table.define(
                "check",
                CallCosts.fixed(CHECK_COST),
                args -> args[0] instanceof Asking asking && args[1] instanceof String verb ? ask(asking, verb) : null,
                member("pathcheck_check", DECISION, PATH_CHECK, STRING),
                member("resourcecheck_check", DECISION, RESOURCE_CHECK, STRING));
        told(table, "allowed", "decision_allowed", BOOL, Answer::allowed);
        told(table, "reason", "decision_reason", STRING, Answer::reason);
        told(
                table,
                "errored",
                "decision_errored",
                BOOL,
                answer -> !answer.error().isEmpty());
        told(table, "error", "decision_error", STRING, Answer::error);
    }

    private static void step(
            FunctionTable table,
            String name,
            String id,
            CelType from,
            CelType to,
            BiFunction<Question, String, Question> next) {
        table.define(
                name,
                ONE,
                args -> args[0] instanceof Asking asking && asking.type() == from && args[1] instanceof String text
                        ? new Asking(to, asking.authorizer(), next.apply(asking.question(), text))
                        : null,
                member(id, to, from, STRING));
    }

    private static void told(FunctionTable table, String name, String id, CelType type, Function<Answer, Object> part) {
        table.define(
                name,
                ONE,
                args -> args[0] instanceof Told told ? part.apply(told.answer()) : null,
                member(id, type, DECISION));
    }

    private static Object ask(Asking asking, String verb) {
        Question q = asking.question();
        return new Told(asking.authorizer()
                .ask(new Question(
                        q.serviceAccount(),
                        q.path(),
                        verb,
                        q.group(),
                        q.resource(),
                        q.subresource(),
                        q.namespace(),
                        q.name(),
                        q.fieldSelector(),
                        q.labelSelector())));
    }

    private static Question account(String namespace, String name) {
        return new Question(namespace + "/" + name, "", "", "", "", "", "", "", "", "");
    }

    private static String needed(String text, String what) {
        if (text.isEmpty()) {
            throw new EvaluationException(what + " must not be empty");
        }
        return text;
    }
}
