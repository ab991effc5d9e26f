package io.shiplog.cel.library;

import static dev.cel.common.types.SimpleType.STRING;
import static io.shiplog.cel.library.FunctionTable.global;
import static io.shiplog.cel.library.FunctionTable.member;
import static io.shiplog.cel.library.LibraryTypes.FORMAT;

import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import io.shiplog.cel.value.TypeValue;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.structural.Formats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Named formats of texts, such as {@code format.dns1123Label()}, and what is wrong with a text by one. */
final class NamedFormats {
    private static final Map<String, Format> FORMATS = formats();

    private NamedFormats() {}

    /**
     * A format as a value.
     *
     * @param patternSize what its pattern counts as
     * @param problems what is wrong with a text
     */
    private record Format(String name, int patternSize, Function<String, List<String>> problems)
            implements TypeValue.Named {
        @Override
        public String typeName() {
            return FORMAT.name();
        }
    }

    private static Map<String, Format> formats() {
        Map<String, Format> all = new LinkedHashMap<>();
        add(all, "dns1123Label", 30, Names::dns1123Label);
        add(all, "dns1123Subdomain", 60, Names::dns1123Subdomain);
        add(all, "dns1035Label", 30, Names::dns1035Label);
        add(all, "qualifiedName", 60, Names::qualifiedName);
        add(all, "dns1123LabelPrefix", 30, text -> Names.dns1123Label(prefix(text)));
        add(all, "dns1123SubdomainPrefix", 60, text -> Names.dns1123Subdomain(prefix(text)));
        add(all, "dns1035LabelPrefix", 30, text -> Names.dns1035Label(prefix(text)));
        add(all, "labelValue", 40, Names::labelValue);
        add(all, "uri", 400, text -> GoUrl.problem(text).map(List::of).orElse(List.of()));
        add(all, "uuid", 100, fitting("uuid", "does not match the UUID format"));
        add(all, "byte", 80, fitting("byte", "invalid base64"));
        add(all, "date", 100, fitting("date", "invalid date"));
        add(all, "datetime", 100, fitting("datetime", "invalid datetime"));
        return all;
    }

    private static void add(Map<String, Format> all, String name, int size, Function<String, List<String>> problems) {
        all.put(name, new Format(name, size, problems));
    }

    private static Function<String, List<String>> fitting(String format, String problem) {
        return text -> Formats.fits(format, text) ? List.of() : List.of(problem);
    }

    /** A name that a suffix will follow may end with a dash. */
    private static String prefix(String text) {
        return text.length() > 1 && text.endsWith("-") ? text.substring(0, text.length() - 1) + "a" : text;
    }

    static void addTo(FunctionTable table) {
        FORMATS.forEach((name, format) ->
                table.define("format." + name, CallCosts.ONE, args -> format, global("format." + name, FORMAT)));
        table.define(
                        "format.named",
                        CallCosts.ONE,
                        args -> args[0] instanceof String name ? Optional.ofNullable(FORMATS.get(name)) : null,
                        global("format-named", OptionalType.create(FORMAT), STRING))
                .define(
                        "validate",
                        NamedFormats::cost,
                        args -> args[0] instanceof Format format && args[1] instanceof String text
                                ? validate(format, text)
                                : null,
                        member("format-validate", OptionalType.create(ListType.create(STRING)), FORMAT, STRING));
    }

    private static @Nullable Object validate(Format format, String text) {
        List<String> problems = format.problems().apply(text);
        return problems.isEmpty() ? Optional.empty() : Optional.of(new ArrayList<>(problems));
    }

    private static long cost(Object[] args, Object result) {
        return args[0] instanceof Format format
                ? CallCosts.part(1 + CallCosts.size(args[1]), CallCosts.TRAVERSAL)
                        * CallCosts.part(format.patternSize(), CallCosts.REGEX)
                : 1;
    }
}
