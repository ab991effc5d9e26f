package io.shiplog.apiserver.read;

import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.resources.decision.Refusal.Cause;
import java.util.List;

/**
 * How a list is to be read (Kubernetes API concepts, "resource versions", v1.34).
 *
 * @param moment which state it shows
 * @param limit the most items of a page, 0 for all
 * @param continueText the token of the page before, empty on the first page
 */
public record ListOptions(Moment moment, long limit, String continueText) {

    /** The whole list at a moment. */
    public static ListOptions whole(Moment moment) {
        return new ListOptions(moment, 0, "");
    }

    /** Which state a read shows. */
    public sealed interface Moment {
        /** The most recent one. */
        record Latest() implements Moment {}

        /** Any: what is at hand. */
        record Any() implements Moment {}

        /** Not older than this. */
        record NotOlderThan(long resourceVersion) implements Moment {}

        /** Exactly this. */
        record Exact(long resourceVersion) implements Moment {}
    }

    /** @throws io.shiplog.apiserver.status.ApiException 400 or 422 for options that contradict one another */
    public static ListOptions read(Query query) {
        // As upstream, a negative limit is none.
        long limit = Math.max(0, query.number("limit", 0));
        String token = query.text("continue");
        String version = query.text("resourceVersion");
        String match = query.text("resourceVersionMatch");
        if (!token.isEmpty() && !version.isEmpty() && !version.equals("0")) {
            throw Failures.badRequest("specifying resource version is not allowed when using continue")
                    .exception();
        }
        if (query.has("sendInitialEvents")) {
            throw invalid(new Cause(
                    "FieldValueForbidden", "Forbidden: sendInitialEvents is forbidden for list", "sendInitialEvents"));
        }
        if (match.isEmpty()) {
            checkListVersion(version);
        }
        return new ListOptions(moment(version, match, limit, !token.isEmpty()), limit, token);
    }

    /**
     * The moment that a read of one object asks for: of a list's options it has its resourceVersion alone.
     *
     * @throws io.shiplog.apiserver.status.ApiException 422 when that is no number
     */
    public static Moment momentOfOne(Query query) {
        return moment(query.text("resourceVersion"), "", 0, false);
    }

    /** As {@link #parseVersion}, in the words and with the code that upstream has for lists. */
    private static void checkListVersion(String version) {
        if (!version.isEmpty() && !version.chars().allMatch(character -> character >= '0' && character <= '9')) {
            throw Failures.badRequest("invalid resource version: resourceVersion: Invalid value: \"" + version
                            + "\": strconv.ParseUint: parsing \"" + version + "\": invalid syntax")
                    .exception();
        }
    }

    private static Moment moment(String version, String match, long limit, boolean continued) {
        if (!match.isEmpty()) {
            checkMatch(version, match, continued);
        }
        long number = parseVersion(version);
        if (version.isEmpty()) {
            return new Moment.Latest();
        }
        if (match.equals("Exact") || (match.isEmpty() && limit > 0 && number > 0)) {
            return new Moment.Exact(number);
        }
        return number == 0 ? new Moment.Any() : new Moment.NotOlderThan(number);
    }

    private static void checkMatch(String version, String match, boolean continued) {
        if (version.isEmpty()) {
            throw forbidden("resourceVersionMatch is forbidden unless resourceVersion is provided");
        }
        if (continued) {
            throw forbidden("resourceVersionMatch is forbidden when continue is provided");
        }
        if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
            throw invalid(new Cause(
                    "FieldValueNotSupported",
                    "Unsupported value: \"" + match + "\": supported values: \"Exact\", \"NotOlderThan\"",
                    "resourceVersionMatch"));
        }
        if (match.equals("Exact") && version.equals("0")) {
            throw forbidden("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }
    }

    /**
     * A resourceVersion of a query; 0 when empty.
     *
     * @throws io.shiplog.apiserver.status.ApiException 400 when it is not a number
     */
    public static long parseVersion(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw unreadableVersion(text);
        }
        throw unreadableVersion(text);
    }

    private static RuntimeException unreadableVersion(String text) {
        return invalid(new Cause(
                "FieldValueInvalid",
                "Invalid value: \"" + text + "\": strconv.ParseUint: parsing \"" + text + "\": invalid syntax",
                "resourceVersion"));
    }

    private static RuntimeException forbidden(String why) {
        return invalid(new Cause("FieldValueForbidden", "Forbidden: " + why, "resourceVersionMatch"));
    }

    private static RuntimeException invalid(Cause cause) {
        return Failures.invalid("meta.k8s.io", "ListOptions", "", List.of(cause))
                .exception();
    }
}
