package io.shiplog.apiserver.request;

import io.shiplog.apiserver.status.Failures;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A URL's query parameters. Unknown ones are ignored, as upstream does. */
public final class Query {
    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Reads a query.
     *
     * @param text what follows the question mark, percent-encoded; may be empty
     */
    public static Query parse(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                values.computeIfAbsent(name, missing -> new ArrayList<>()).add(value);
            }
        }
        return new Query(values);
    }

    /** The same with another value of one parameter. */
    public Query with(String name, String value) {
        Map<String, List<String>> others = new LinkedHashMap<>(values);
        others.put(name, List.of(value));
        return new Query(others);
    }

    /** The first value of a parameter, empty when it is not there. */
    public String text(String name) {
        List<String> all = values.get(name);
        return all == null ? "" : all.getFirst();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** True for {@code true}, {@code 1} and a parameter without a value, as upstream converts booleans. */
    public boolean flag(String name) {
        if (!values.containsKey(name)) {
            return false;
        }
        String value = text(name);
        return !value.equalsIgnoreCase("false") && !value.equals("0");
    }

    /**
     * A whole number.
     *
     * @throws io.shiplog.apiserver.status.ApiException 400 when it is not one
     */
    public long number(String name, long otherwise) {
        String value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw Failures.badRequest("strconv.ParseInt: parsing \"" + value + "\": invalid syntax")
                    .exception();
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Failures.badRequest("invalid URL escape in \"" + text + "\"").exception();
        }
    }
}
