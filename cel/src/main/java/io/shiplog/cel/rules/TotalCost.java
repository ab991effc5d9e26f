package io.shiplog.cel.rules;

import io.shiplog.cel.cost.Range;
import io.shiplog.resources.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What all rules of a schema can cost together, and which of them cost most. Owned by the thread that walks. */
final class TotalCost {
    private static final long LIMIT = 100_000_000;
    private static final int TOLD = 4;

    private final List<Expensive> most = new ArrayList<>();
    private long total;

    private record Expensive(String path, long cost) {}

    void observe(String path, long cost) {
        total = Range.sum(total, cost);
        if (cost >= LIMIT / 100) {
            most.add(new Expensive(path, cost));
            most.sort(Comparator.comparingLong(Expensive::cost).reversed());
            if (most.size() > TOLD) {
                most.removeLast();
            }
        }
    }

    List<FieldError> problems(String schema) {
        List<FieldError> problems = new ArrayList<>();
        if (total > LIMIT) {
            most.forEach(one -> problems.add(FieldError.forbidden(
                    one.path(),
                    "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema")));
            String what = "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema";
            problems.add(FieldError.forbidden(schema, exceeded(what, total, LIMIT)));
        }
        return problems;
    }

    static String exceeded(String what, long cost, long limit) {
        double factor = (double) cost / limit;
        String shown =
                factor > 100 ? "more than 100x" : String.format(Locale.ROOT, factor < 1.5 ? "%fx" : "%.1fx", factor);
        return what + " exceeds budget by factor of " + shown
                + " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and"
                + " strings are declared)";
    }
}
