package io.shiplog.apiserver.watch;

import io.shiplog.apiserver.read.ListOptions;
import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.resources.decision.Refusal.Cause;
import java.time.Duration;
import java.util.List;

/**
 * How a watch starts and ends (Kubernetes API concepts, "watch semantics" and "streaming lists", v1.34).
 *
 * @param start from where changes are sent
 * @param initialEvents whether the objects of the starting state come first, as ADDED events
 * @param initialEnd whether a marked bookmark follows them
 * @param bookmarks whether the client wants to hear how far it is when nothing changes
 * @param timeout after which the watch ends by itself
 */
public record WatchOptions(
        Start start, boolean initialEvents, boolean initialEnd, boolean bookmarks, Duration timeout) {

    private static final long LONGEST_SECONDS = Duration.ofDays(365).toSeconds();

    /** From where changes are sent. */
    public sealed interface Start {
        /** After a state that a list with this moment would show. */
        record From(ListOptions.Moment moment) implements Start {}

        /** After this resourceVersion, exclusive. */
        record After(long resourceVersion) implements Start {}
    }

    /**
     * Reads a query.
     *
     * @param defaultTimeout the timeout of a watch that does not say
     * @throws io.shiplog.apiserver.status.ApiException 422 for options that contradict one another
     */
    public static WatchOptions read(Query query, Duration defaultTimeout) {
        long version = ListOptions.parseVersion(query.text("resourceVersion"));
        boolean unset = query.text("resourceVersion").isEmpty();
        boolean bookmarks = query.flag("allowWatchBookmarks");
        long seconds = query.number("timeoutSeconds", 0);
        Duration timeout = seconds > 0 ? Duration.ofSeconds(Math.min(seconds, LONGEST_SECONDS)) : defaultTimeout;
        if (query.has("sendInitialEvents")) {
            return streamingList(query, version, unset, bookmarks, timeout);
        }
        if (!query.text("resourceVersionMatch").isEmpty()) {
            throw forbidden(
                    "resourceVersionMatch",
                    "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }
        if (version == 0) {
            ListOptions.Moment moment = unset ? new ListOptions.Moment.Latest() : new ListOptions.Moment.Any();
            return new WatchOptions(new Start.From(moment), true, unset && bookmarks, bookmarks, timeout);
        }
        return new WatchOptions(new Start.After(version), false, false, bookmarks, timeout);
    }

    private static WatchOptions streamingList(
            Query query, long version, boolean unset, boolean bookmarks, Duration timeout) {
        boolean send = query.flag("sendInitialEvents");
        String match = query.text("resourceVersionMatch");
        if (!match.equals("NotOlderThan")) {
            throw forbidden(
                    "resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        if (!send && version > 0) {
            return new WatchOptions(new Start.After(version), false, false, bookmarks, timeout);
        }
        ListOptions.Moment moment = unset
                ? new ListOptions.Moment.Latest()
                : version == 0 ? new ListOptions.Moment.Any() : new ListOptions.Moment.NotOlderThan(version);
        return new WatchOptions(new Start.From(moment), send, send && bookmarks, bookmarks, timeout);
    }

    private static RuntimeException forbidden(String field, String why) {
        return Failures.invalid(
                        "meta.k8s.io",
                        "ListOptions",
                        "",
                        List.of(new Cause("FieldValueForbidden", "Forbidden: " + why, field)))
                .exception();
    }
}
