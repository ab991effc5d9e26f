package io.shiplog.cel.library;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.STRING;
import static io.shiplog.cel.library.CallCosts.FIRST;
import static io.shiplog.cel.library.CallCosts.ONE;
import static io.shiplog.cel.library.FunctionTable.global;
import static io.shiplog.cel.library.FunctionTable.member;
import static io.shiplog.cel.library.LibraryTypes.URL;

import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import io.shiplog.cel.value.BuiltMap;
import io.shiplog.cel.value.EvaluationException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** URLs and their parts. */
final class UrlFunctions {
    private UrlFunctions() {}

    static void addTo(FunctionTable table) {
        table.define(
                        "url",
                        FIRST,
                        args -> args[0] instanceof String text ? parse(text) : null,
                        global("string_to_url", URL, STRING))
                .define(
                        "isURL",
                        ONE,
                        args -> args[0] instanceof String text
                                ? (Boolean) GoUrl.problem(text).isEmpty()
                                : null,
                        global("is_url_string", BOOL, STRING))
                .define("getScheme", ONE, of(GoUrl::scheme), member("url_get_scheme", STRING, URL))
                .define("getHost", ONE, of(GoUrl::host), member("url_get_host", STRING, URL))
                .define("getHostname", ONE, of(GoUrl::hostname), member("url_get_hostname", STRING, URL))
                .define("getPort", ONE, of(GoUrl::port), member("url_get_port", STRING, URL))
                .define("getEscapedPath", ONE, of(GoUrl::escapedPath), member("url_get_escaped_path", STRING, URL))
                .define(
                        "getQuery",
                        ONE,
                        of(UrlFunctions::query),
                        member("url_get_query", MapType.create(STRING, ListType.create(STRING)), URL));
    }

    private static Implementation.Body of(Function<GoUrl, Object> part) {
        return args -> args[0] instanceof GoUrl url ? part.apply(url) : null;
    }

    private static Object parse(String text) {
        Optional<String> problem = GoUrl.problem(text);
        if (problem.isPresent()) {
            throw new EvaluationException("URL parse error during conversion from string: " + problem.get());
        }
        return GoUrl.parse(text);
    }

    private static Object query(GoUrl url) {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        for (String pair : url.query().split("&")) {
            if (!pair.isEmpty() && pair.indexOf(';') < 0) {
                int equals = pair.indexOf('=');
                try {
                    String key = decoded(equals < 0 ? pair : pair.substring(0, equals));
                    String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                    values.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
                } catch (IllegalArgumentException leftOut) {
                    // As Go leaves out what it cannot decode.
                }
            }
        }
        BuiltMap query = new BuiltMap();
        values.forEach(query::put);
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
