package io.shiplog.apiserver.read;

import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.journal.State;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A list or one page of it.
 *
 * @param resourceVersion the moment that it shows
 * @param items the objects in key order
 * @param continueToken null on the last page
 * @param remaining how many objects follow, null when unknown or none
 */
public record Page(
        long resourceVersion,
        Iterable<StoredObject> items,
        @Nullable String continueToken,
        @Nullable Long remaining) {
    private static final int TAKEN_PER_LOOK = 20;
    private static final String EXPIRED =
            "The provided continue parameter is too old to display a consistent list result. You can start a new list"
                    + " without the continue parameter, or use the continue token in this response to retrieve the"
                    + " remainder of the results. Continuing with the provided token results in an inconsistent list"
                    + " - objects that were created, modified, or deleted between the time the first chunk was"
                    + " returned and now may show up in the list.";

    /** All that a selection selects of a state. */
    public static Page all(Selection selection, State state) {
        return of(selection, state, null, 0);
    }

    /**
     * At most {@code limit} objects, all for 0. Everything of a resource and namespace is not copied; what is selected
     * is.
     *
     * @param state the snapshot
     * @param after where the page before ended, null on the first page
     */
    static Page of(Selection selection, State state, @Nullable ObjectKey after, long limit) {
        SortedMap<ObjectKey, StoredObject> scope = scope(selection, state, after);
        if (limit == 0 && selection.isEverything()) {
            return new Page(state.resourceVersion(), scope.values(), null, null);
        }
        long most = limit == 0 ? Long.MAX_VALUE : limit;
        List<StoredObject> items = new ArrayList<>();
        Iterator<StoredObject> rest = scope.values().iterator();
        while (rest.hasNext() && items.size() < most) {
            StoredObject object = rest.next();
            if (selection.matches(object)) {
                items.add(object);
            }
        }
        boolean more = false;
        while (rest.hasNext() && !more) {
            more = selection.matches(rest.next());
        }
        if (!more) {
            return new Page(state.resourceVersion(), items, null, null);
        }
        ContinueToken token =
                new ContinueToken(state.resourceVersion(), items.getLast().key());
        return new Page(
                state.resourceVersion(),
                items,
                token.text(),
                selection.isEverything() ? (long) scope.size() - items.size() : null);
    }

    /** How many objects may have to be looked into to make a page; those that are only taken count for little. */
    static long looks(Selection selection, State state, long limit) {
        return selection.isEverything()
                ? limit / TAKEN_PER_LOOK
                : scope(selection, state, null).size();
    }

    /** 410 with a token that goes on without the snapshot. */
    static ApiStatus expired(ContinueToken token) {
        ApiStatus plain = Failures.expired(EXPIRED);
        return new ApiStatus(
                plain.code(), plain.reason(), plain.message(), null, new ContinueToken(-1, token.last()).text());
    }

    private static SortedMap<ObjectKey, StoredObject> scope(
            Selection selection, State state, @Nullable ObjectKey after) {
        RequestTarget target = selection.target();
        ObjectKey only = selection.onlyKey();
        if (only != null) {
            StoredObject found = state.get(target.stored(), only);
            boolean wanted = found != null && (after == null || after.compareTo(only) < 0);
            return wanted ? new TreeMap<>(Map.of(only, found)) : new TreeMap<>();
        }
        SortedMap<ObjectKey, StoredObject> all = target.namespace().isEmpty()
                ? state.table(target.stored())
                : state.table(target.stored(), target.namespace());
        return after == null || all.isEmpty()
                ? all
                : all.tailMap(new ObjectKey(after.namespace(), after.name() + "\0"));
    }
}
