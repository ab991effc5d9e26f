package io.shiplog.cel.policy;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import io.shiplog.cel.compile.ExpressionScope;
import io.shiplog.cel.compile.ExpressionScope.Compilation;
import io.shiplog.cel.library.LibraryTypes;
import io.shiplog.cel.rules.JsonSchemas;
import io.shiplog.cel.rules.JsonSchemas.Typed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the expressions of a policy may speak of (apiserver's {@code admission/plugin/cel}, v1.34): the request and what
 * belongs to it, and the variables that the policy has made up so far. Owned by the thread that compiles.
 */
final class PolicyScope {
    static final String VARIABLES_TYPE = "kubernetes.variables";
    private static final String VARIABLES = "variables";
    private static final String AUTHORIZER = "authorizer";

    private final boolean params;
    private final Typed object;
    private final Map<String, CelType> variables = new LinkedHashMap<>();

    /** @param params whether the policy has a kind of parameters */
    PolicyScope(boolean params) {
        this(params, new Typed(SimpleType.DYN, List.of()));
    }

    /** @param object the type of the objects that are judged */
    PolicyScope(boolean params, Typed object) {
        this.params = params;
        this.object = object;
    }

    private Map<String, CelType> declared(boolean authorizer, CelType variables) {
        Map<String, CelType> all = new LinkedHashMap<>();
        all.put("object", object.type());
        all.put("oldObject", object.type());
        all.put("request", JsonSchemas.requestType());
        all.put("namespaceObject", JsonSchemas.namespaceType());
        all.put(VARIABLES, variables);
        if (params) {
            all.put("params", SimpleType.DYN);
        }
        if (authorizer) {
            all.put(AUTHORIZER, LibraryTypes.AUTHORIZER);
            all.put("authorizer.requestResource", LibraryTypes.RESOURCE_CHECK);
        }
        return all;
    }

    /** Compiles an expression that is to be of one of some types. */
    Compilation compile(String text, boolean authorizer, CelType... wanted) {
        ImmutableMap<String, CelType> known = ImmutableMap.copyOf(variables);
        StructType type =
                StructType.create(VARIABLES_TYPE, known.keySet(), field -> Optional.ofNullable(known.get(field)));
        List<CelType> types = new ArrayList<>();
        types.add(type);
        types.addAll(JsonSchemas.named());
        types.addAll(object.named());
        Compilation compiled =
                ExpressionScope.of(declared(authorizer, type), types).compile(text);
        if (compiled.expression().isEmpty()) {
            return new Compilation(Optional.empty(), "compilation failed: " + compiled.issues());
        }
        CelType result = compiled.expression().get().type();
        boolean fits =
                wanted.length == 0 || List.of(wanted).stream().anyMatch(one -> one.equals(result)) || isAny(result);
        return fits ? compiled : new Compilation(Optional.empty(), mustBe(wanted) + " but got " + shown(result));
    }

    private static boolean isAny(CelType type) {
        return type.equals(SimpleType.DYN);
    }

    private static String mustBe(CelType... wanted) {
        return wanted.length == 1
                ? "must evaluate to " + shown(wanted[0])
                : "must evaluate to one of [" + shown(wanted[0]) + " " + shown(wanted[1]) + "]";
    }

    private static String shown(CelType type) {
        return type.equals(SimpleType.NULL_TYPE) ? "null_type" : type.name();
    }

    /** Makes a variable known to the expressions that are compiled after it. */
    void know(String name, CelType type) {
        variables.put(name, type);
    }
}
