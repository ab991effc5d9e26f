package io.shiplog.cel.library;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import io.shiplog.cel.library.Implementation.Body;
import io.shiplog.cel.library.Implementation.CallCost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Functions by their names: how the checker knows them, and what they do. Several libraries may give one name a meaning
 * for types of their own. Filled by one thread, read by all.
 */
public final class FunctionTable {
    private final Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();
    private final Map<String, List<Implementation>> implementations = new LinkedHashMap<>();

    /** The functions of Kubernetes' environment for new expressions (v1.34, compatible with v1.33). */
    public static final FunctionTable KUBERNETES = kubernetes();

    private static FunctionTable kubernetes() {
        FunctionTable table = new FunctionTable();
        OperatorFunctions.addTo(table);
        ConversionFunctions.addTo(table);
        TimeFunctions.addTo(table);
        OptionalFunctions.addTo(table);
        TextFunctions.addTo(table);
        FormatFunction.addTo(table);
        SetFunctions.addTo(table);
        ListFunctions.addTo(table);
        RegexFunctions.addTo(table);
        UrlFunctions.addTo(table);
        IpFunctions.addTo(table);
        QuantityFunctions.addTo(table);
        SemverFunctions.addTo(table);
        NamedFormats.addTo(table);
        AuthorizerFunctions.addTo(table);
        return table;
    }

    /** What a name means, empty when it means nothing. */
    public List<Implementation> of(String name) {
        return implementations.getOrDefault(name, List.of());
    }

    /** What the checker has to know beyond the language itself. */
    public List<CelFunctionDecl> declarations() {
        return overloads.entrySet().stream()
                .map(one -> CelFunctionDecl.newFunctionDeclaration(one.getKey(), one.getValue()))
                .toList();
    }

    /** Gives a name a meaning; the checker knows it from elsewhere, or from {@code declared}. */
    FunctionTable define(String name, CallCost cost, Body body, CelOverloadDecl... declared) {
        implementations.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Implementation(body, cost));
        if (declared.length > 0) {
            overloads.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(List.of(declared));
        }
        return this;
    }

    /** Lets the checker know overloads of a function whose meaning covers them already. */
    FunctionTable declare(String name, CelOverloadDecl... declared) {
        overloads.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(List.of(declared));
        return this;
    }

    static CelOverloadDecl member(String id, CelType result, CelType... parameters) {
        return CelOverloadDecl.newMemberOverload(id, result, List.of(parameters));
    }

    static CelOverloadDecl global(String id, CelType result, CelType... parameters) {
        return CelOverloadDecl.newGlobalOverload(id, result, List.of(parameters));
    }
}
