package io.shiplog.cel.library;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;
import static io.shiplog.cel.library.CallCosts.FIRST;
import static io.shiplog.cel.library.CallCosts.ONE;
import static io.shiplog.cel.library.FunctionTable.global;
import static io.shiplog.cel.library.FunctionTable.member;
import static io.shiplog.cel.library.LibraryTypes.SEMVER;

import io.shiplog.cel.value.EvaluationException;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Versions as semver.org has them. */
final class SemverFunctions {
    private SemverFunctions() {}

    static void addTo(FunctionTable table) {
        table.define(
                        "semver",
                        FIRST,
                        SemverFunctions::parse,
                        global("string_to_semver", SEMVER, STRING),
                        global("string_bool_to_semver", SEMVER, STRING, BOOL))
                .define(
                        "isSemver",
                        FIRST,
                        SemverFunctions::isSemver,
                        global("is_semver_string", BOOL, STRING),
                        global("is_semver_string_bool", BOOL, STRING, BOOL))
                .define(
                        "isGreaterThan",
                        ONE,
                        two((a, b) -> a.compareTo(b) > 0),
                        member("semver_is_greater_than", BOOL, SEMVER, SEMVER))
                .define(
                        "isLessThan",
                        ONE,
                        two((a, b) -> a.compareTo(b) < 0),
                        member("semver_is_less_than", BOOL, SEMVER, SEMVER))
                .define(
                        "compareTo",
                        ONE,
                        two((a, b) -> (long) a.compareTo(b)),
                        member("semver_compare_to", INT, SEMVER, SEMVER))
                .define("major", ONE, one(version -> version.major().longValue()), member("semver_major", INT, SEMVER))
                .define("minor", ONE, one(version -> version.minor().longValue()), member("semver_minor", INT, SEMVER))
                .define("patch", ONE, one(version -> version.patch().longValue()), member("semver_patch", INT, SEMVER));
    }

    private static Implementation.Body one(Function<SemanticVersion, Object> function) {
        return args -> args[0] instanceof SemanticVersion version ? function.apply(version) : null;
    }

    private static Implementation.Body two(BiFunction<SemanticVersion, SemanticVersion, Object> function) {
        return args -> args[0] instanceof SemanticVersion one && args[1] instanceof SemanticVersion other
                ? function.apply(one, other)
                : null;
    }

    private static Object parse(Object[] args) {
        return args[0] instanceof String text
                ? SemanticVersion.parse(text, args.length > 1 && Boolean.TRUE.equals(args[1]))
                : fail();
    }

    private static Object isSemver(Object[] args) {
        try {
            parse(args);
            return true;
        } catch (EvaluationException wrong) {
            return false;
        }
    }

    private static Object fail() {
        throw EvaluationException.noSuchOverload();
    }
}
