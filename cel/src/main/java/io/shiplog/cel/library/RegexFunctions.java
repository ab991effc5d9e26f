package io.shiplog.cel.library;

import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;
import static io.shiplog.cel.library.CallCosts.PATTERN;
import static io.shiplog.cel.library.FunctionTable.member;

import com.google.re2j.Matcher;
import dev.cel.common.types.ListType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a text matches a pattern in RE2's syntax. */
final class RegexFunctions {
    private RegexFunctions() {}

    static void addTo(FunctionTable table) {
        table.define("matches", PATTERN, RegexFunctions::matches)
                .define("find", PATTERN, RegexFunctions::find, member("string_find_string", STRING, STRING, STRING))
                .define(
                        "findAll",
                        PATTERN,
                        RegexFunctions::findAll,
                        member("string_find_all_string", ListType.create(STRING), STRING, STRING),
                        member("string_find_all_string_int", ListType.create(STRING), STRING, STRING, INT));
    }

    private static @Nullable Object matches(Object[] args) {
        return args[0] instanceof String text && args[1] instanceof String pattern
                ? (Boolean) Patterns.of(pattern, "").matcher(text).find()
                : null;
    }

    private static @Nullable Object find(Object[] args) {
        if (!(args[0] instanceof String text && args[1] instanceof String pattern)) {
            return null;
        }
        Matcher matcher = Patterns.of(pattern, "Illegal regex: ").matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    private static @Nullable Object findAll(Object[] args) {
        if (!(args[0] instanceof String text && args[1] instanceof String pattern)) {
            return null;
        }
        long most = args.length > 2 && args[2] instanceof Long limit ? limit : -1;
        Matcher matcher = Patterns.of(pattern, "Illegal regex: ").matcher(text);
        List<Object> found = new ArrayList<>();
        while ((most < 0 || found.size() < most) && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
