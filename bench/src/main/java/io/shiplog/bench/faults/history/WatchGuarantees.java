package io.shiplog.bench.faults.history;

import io.shiplog.bench.faults.history.Truth.Version;
import io.shiplog.bench.faults.history.WatchRecord.Bookmark;
import io.shiplog.bench.faults.history.WatchRecord.Event;
import io.shiplog.bench.faults.history.WatchRecord.Listed;
import io.shiplog.bench.faults.history.WatchRecord.Resumed;
import io.shiplog.bench.faults.history.WatchRecord.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The guarantees of a watch, by etcd's names, of what one watcher saw: Ordered (by rising resourceVersion), Unique
 * (nothing twice), Reliable (nothing left out), Resumable (nothing left out where it was cut off), Bookmarkable
 * (nothing older after a bookmark, nothing left out before it). Owned by one check.
 */
public final class WatchGuarantees {
    private final Truth truth;
    private final String watcher;
    private final List<String> violations = new ArrayList<>();
    private final Set<Event> seen = new HashSet<>();
    private long position;
    private boolean bookmarked;
    private boolean resumed;

    private WatchGuarantees(Truth truth, String watcher) {
        this.truth = truth;
        this.watcher = watcher;
    }

    /**
     * What was not as promised, a line each.
     *
     * @param end up to which the watcher has to have heard of everything
     */
    public static List<String> violations(Truth truth, WatchRecord record, long end) {
        var guarantees = new WatchGuarantees(truth, record.watcher());
        record.steps().forEach(guarantees::step);
        guarantees.reliable(end, "its end");
        return List.copyOf(guarantees.violations);
    }

    private void step(Step step) {
        switch (step) {
            case Listed listed -> {
                position = listed.position();
                bookmarked = false;
                resumed = false;
                seen.clear();
            }
            case Resumed _ -> resumed = true;
            case Bookmark bookmark -> {
                if (bookmark.position() < position) {
                    add("Ordered", bookmark + " came after " + position);
                }
                reliable(bookmark.position(), bookmark.toString());
                position = Math.max(position, bookmark.position());
                bookmarked = true;
                resumed = false;
            }
            case Event event -> event(event);
        }
    }

    private void event(Event event) {
        if (!seen.add(event)) {
            add("Unique", event + " came twice");
        } else if (event.position() <= position) {
            add(bookmarked ? "Bookmarkable" : "Ordered", event + " came after " + position);
        } else {
            reliable(event.position() - 1, event.toString());
            real(event);
            position = event.position();
            bookmarked = false;
        }
        resumed = false;
    }

    /** Nothing lies between what came last and {@code to}. */
    private void reliable(long to, String before) {
        Collection<Version> missing = truth.between(position, to);
        if (!missing.isEmpty()) {
            add(resumed ? "Resumable" : "Reliable", missing + " did not come before " + before);
        }
    }

    private void real(Event event) {
        Version version = truth.at(event.key(), event.position());
        if (version == null
                || version.position() != event.position()
                || !Objects.equals(version.value(), event.value())) {
            add("Reliable", event + " never happened");
            return;
        }
        String type = version.isDeletion()
                ? "DELETED"
                : truth.exists(event.key(), event.position() - 1) ? "MODIFIED" : "ADDED";
        if (!type.equals(event.type())) {
            add("Reliable", event + " should be " + type);
        }
    }

    private void add(String guarantee, String what) {
        violations.add(guarantee + ": " + watcher + ": " + what);
    }
}
