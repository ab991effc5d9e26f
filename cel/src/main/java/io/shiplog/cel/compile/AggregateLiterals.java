package io.shiplog.cel.compile;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** That the members of a list or map that is written out are of one type; what a text is formatted from need not be. */
final class AggregateLiterals {
    private final CelAbstractSyntaxTree ast;
    private final FormatClauses.Report report;
    private final Set<Long> exempt = new HashSet<>();

    AggregateLiterals(CelAbstractSyntaxTree ast, FormatClauses.Report report) {
        this.ast = ast;
        this.report = report;
    }

    void check() {
        Walk.over(ast.getExpr(), part -> {
            if (part.getKind() == Kind.CALL && part.call().function().equals("format")) {
                part.call().args().forEach(arg -> Walk.over(arg, inside -> exempt.add(inside.id())));
            }
        });
        Walk.over(ast.getExpr(), part -> {
            if (exempt.contains(part.id())) {
                return;
            }
            if (part.getKind() == Kind.LIST) {
                Set<Integer> optional = Set.copyOf(part.list().optionalIndices());
                List<CelExpr> items = part.list().elements();
                same(items, item -> optional.contains(items.indexOf(item)));
            } else if (part.getKind() == Kind.MAP) {
                var entries = part.map().entries();
                same(entries.stream().map(CelExpr.CelMap.Entry::key).toList(), key -> false);
                List<CelExpr> values =
                        entries.stream().map(CelExpr.CelMap.Entry::value).toList();
                same(values, value -> entries.get(values.indexOf(value)).optionalEntry());
            }
        });
    }

    private void same(List<CelExpr> parts, Function<CelExpr, Boolean> isOptional) {
        CelType first = null;
        for (CelExpr part : parts) {
            CelType type = ast.getType(part.id()).orElse(SimpleType.DYN);
            if (isOptional.apply(part) && !type.parameters().isEmpty()) {
                type = type.parameters().getFirst();
            }
            if (first == null) {
                first = type;
            } else if (!isOne(first, type)) {
                report.wrong(part.id(), "expected type '" + shown(first) + "' but found '" + shown(type) + "'");
                return;
            }
        }
    }

    private static boolean isOne(CelType one, CelType other) {
        if (isAny(one) || isAny(other) || one.equals(other)) {
            return true;
        }
        if (one.kind() != other.kind()
                || !one.name().equals(other.name())
                || one.parameters().size() != other.parameters().size()
                || one.parameters().isEmpty()) {
            return false;
        }
        for (int i = 0; i < one.parameters().size(); i++) {
            if (!isOne(one.parameters().get(i), other.parameters().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAny(@Nullable CelType type) {
        return type == null
                || type.kind().isDyn()
                || type.kind() == CelKind.ANY
                || type.kind().isTypeParam();
    }

    private static String shown(CelType type) {
        return dev.cel.common.types.CelTypes.format(type);
    }
}
