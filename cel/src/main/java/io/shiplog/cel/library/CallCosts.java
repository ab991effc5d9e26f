package io.shiplog.cel.library;

import io.shiplog.cel.library.Implementation.CallCost;
import io.shiplog.cel.value.Bytes;
import io.shiplog.cel.value.Entries;
import io.shiplog.cel.value.ObjectValue;
import java.util.List;
import java.util.Optional;

/** What calls cost by the sizes of what they are given (cel-go's and Kubernetes' {@code CallCost}, v1.34). */
public final class CallCosts {
    public static final double TRAVERSAL = 0.1;
    public static final double REGEX = 0.25;

    static final CallCost ONE = (args, result) -> 1;

    /** The first argument is walked once. */
    static final CallCost FIRST = (args, result) -> part(size(args[0]), TRAVERSAL);

    /** The first argument is walked, and as much is made. */
    static final CallCost FIRST_TWICE = (args, result) -> part(size(args[0]), 2 * TRAVERSAL);

    static final CallCost RESULT_TWICE = (args, result) -> part(size(result), 2 * TRAVERSAL);

    /** The shorter of two is walked. */
    static final CallCost SHORTER = (args, result) -> part(Math.min(size(args[0]), size(args[1])), TRAVERSAL);

    static final CallCost BOTH = (args, result) -> part(size(args[0]) + size(args[1]), TRAVERSAL);

    /** Every item of a list is looked at. */
    static final CallCost ITEMS = (args, result) -> size(args[1]);

    static final CallCost ELEMENTS = (args, result) -> traversal(args[0]);

    /** A pattern is looked for in a text. */
    static final CallCost PATTERN = (args, result) -> part(1 + size(args[0]), TRAVERSAL) * part(size(args[1]), REGEX);

    static final CallCost CONTAINS = (args, result) -> part(size(args[0]), TRAVERSAL) * part(size(args[1]), TRAVERSAL);

    private CallCosts() {}

    static CallCost fixed(long cost) {
        return (args, result) -> cost;
    }

    static long part(long size, double factor) {
        return (long) Math.ceil(size * factor);
    }

    /** How large a value is: a text's characters, a container's members, one for everything else. */
    public static long size(Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case Bytes bytes -> bytes.size();
            case List<?> list -> list.size();
            case Entries entries -> entries.size();
            case ObjectValue members -> members.names().size();
            case Optional<?> optional when optional.isPresent() -> size(optional.get());
            case Sized sized -> sized.size();
            default -> 1;
        };
    }

    /** A value of a library's own type that has a size. */
    interface Sized {
        long size();
    }

    private static long traversal(Object value) {
        return switch (value) {
            case String text -> (long) (text.length() * TRAVERSAL);
            case Bytes bytes -> (long) (bytes.size() * TRAVERSAL);
            case List<?> list -> {
                long cost = 0;
                for (Object item : list) {
                    cost += traversal(item);
                }
                yield cost;
            }
            default -> 1;
        };
    }
}
