package io.shiplog.cel.cost;

import static io.shiplog.cel.library.CallCosts.REGEX;
import static io.shiplog.cel.library.CallCosts.TRAVERSAL;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What calls of the language's own functions can cost where it is not the same for all values. */
final class StandardCosts {
    private StandardCosts() {}

    /** The estimate of a call without that of its arguments, null when it costs one. */
    static @Nullable CallEstimate of(String overload, @Nullable Sized target, List<Sized> args) {
        return switch (overload) {
            case "string_format" ->
                target == null ? null : CallEstimate.of(size(target).times(TRAVERSAL));
            case "string_to_bytes" -> {
                Range size = size(args.getFirst());
                yield new CallEstimate(size.times(TRAVERSAL), new Range(size.min(), Range.product(size.max(), 4)));
            }
            case "bytes_to_string" -> {
                Range size = size(args.getFirst());
                yield new CallEstimate(size.times(TRAVERSAL), new Range(size.min() / 4, size.max()));
            }
            case "strings_quote" -> {
                Range size = size(args.getFirst());
                Range result = new Range(size.min() + 2, Range.sum(Range.product(size.max(), 2), 2));
                yield new CallEstimate(size.times(TRAVERSAL), result);
            }
            case "starts_with_string", "ends_with_string" ->
                CallEstimate.of(size(args.getFirst()).times(TRAVERSAL));
            case "in_list" -> CallEstimate.of(size(args.get(1)));
            case "matches_string" -> target == null ? null : pattern(target, args.getFirst());
            case "matches" -> pattern(args.get(0), args.get(1));
            case "contains_string" ->
                target == null
                        ? null
                        : CallEstimate.of(size(target)
                                .times(TRAVERSAL)
                                .times(size(args.getFirst()).times(TRAVERSAL)));
            case "less_string",
                    "greater_string",
                    "less_equals_string",
                    "greater_equals_string",
                    "less_bytes",
                    "greater_bytes",
                    "less_equals_bytes",
                    "greater_equals_bytes",
                    "equals",
                    "not_equals" -> shorter(size(args.get(0)), size(args.get(1)));
            default -> null;
        };
    }

    private static CallEstimate pattern(Sized text, Sized pattern) {
        return CallEstimate.of(
                size(text).plus(Range.ONE).times(TRAVERSAL).times(size(pattern).times(REGEX)));
    }

    private static CallEstimate shorter(Range one, Range other) {
        long most = Math.min(one.max(), other.max());
        return CallEstimate.of(new Range(most > 0 ? 1 : 0, most).times(TRAVERSAL));
    }

    private static Range size(Sized value) {
        return value.size() == null ? Range.UNKNOWN : value.size();
    }
}
