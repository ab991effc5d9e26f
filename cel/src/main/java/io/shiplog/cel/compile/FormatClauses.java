package io.shiplog.cel.compile;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelList;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.EnumSet;
import java.util.Set;

/** Whether values that are written out fit the clauses of the pattern that they are formatted by. */
final class FormatClauses {
    private static final Set<CelKind> ANY = EnumSet.of(CelKind.DYN, CelKind.ANY, CelKind.TYPE_PARAM);
    private static final Set<CelKind> TEXTS = EnumSet.of(
            CelKind.LIST,
            CelKind.MAP,
            CelKind.INT,
            CelKind.UINT,
            CelKind.DOUBLE,
            CelKind.BOOL,
            CelKind.STRING,
            CelKind.TIMESTAMP,
            CelKind.BYTES,
            CelKind.DURATION,
            CelKind.NULL_TYPE,
            CelKind.TYPE);

    private FormatClauses() {}

    /** Gets what is wrong, and of which part. */
    @FunctionalInterface
    interface Report {
        void wrong(long id, String why);
    }

    static void check(String pattern, CelList values, CelAbstractSyntaxTree ast, Report report) {
        int next = 0;
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) != '%') {
                continue;
            }
            i++;
            if (i < pattern.length() && pattern.charAt(i) == '%') {
                continue;
            }
            while (i < pattern.length() && (pattern.charAt(i) == '.' || Character.isDigit(pattern.charAt(i)))) {
                i++;
            }
            if (i < pattern.length() && next < values.elements().size()) {
                check(pattern.charAt(i), values.elements().get(next), ast, report);
            }
            next++;
        }
    }

    private static void check(char clause, CelExpr value, CelAbstractSyntaxTree ast, Report report) {
        CelType type = ast.getType(value.id()).orElse(SimpleType.DYN);
        if (ANY.contains(type.kind())) {
            return;
        }
        switch (clause) {
            case 's' -> text(value, type, ast, report);
            case 'd' ->
                only(type, value, report, "decimal clause can only be used on integers", CelKind.INT, CelKind.UINT);
            case 'f' ->
                only(
                        type,
                        value,
                        report,
                        "fixed-point clause can only be used on doubles",
                        CelKind.DOUBLE,
                        CelKind.STRING);
            case 'e' ->
                only(
                        type,
                        value,
                        report,
                        "scientific clause can only be used on doubles",
                        CelKind.DOUBLE,
                        CelKind.STRING);
            case 'b' ->
                only(
                        type,
                        value,
                        report,
                        "only integers and bools can be formatted as binary",
                        CelKind.INT,
                        CelKind.UINT,
                        CelKind.BOOL);
            case 'o' ->
                only(type, value, report, "octal clause can only be used on integers", CelKind.INT, CelKind.UINT);
            case 'x', 'X' ->
                only(
                        type,
                        value,
                        report,
                        "only integers, byte buffers, and strings can be formatted as hex",
                        CelKind.INT,
                        CelKind.UINT,
                        CelKind.STRING,
                        CelKind.BYTES);
            default -> {}
        }
    }

    private static void text(CelExpr value, CelType type, CelAbstractSyntaxTree ast, Report report) {
        if (!TEXTS.contains(type.kind())) {
            report.wrong(
                    value.id(),
                    "error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps,"
                            + " lists, types, durations, and timestamps, was given " + type.name());
        } else if (value.getKind() == Kind.LIST) {
            value.list().elements().forEach(item -> check('s', item, ast, report));
        } else if (value.getKind() == Kind.MAP) {
            value.map().entries().forEach(entry -> {
                check('s', entry.key(), ast, report);
                check('s', entry.value(), ast, report);
            });
        }
    }

    private static void only(CelType type, CelExpr value, Report report, String rule, CelKind... allowed) {
        if (!Set.of(allowed).contains(type.kind())) {
            report.wrong(value.id(), "error during formatting: " + rule + ", was given " + type.name());
        }
    }
}
