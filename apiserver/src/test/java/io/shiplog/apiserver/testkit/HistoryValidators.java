package io.shiplog.apiserver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.WatchReader.Event;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The guarantees of a watch, checked on what one recorded. */
public final class HistoryValidators {
    private HistoryValidators() {}

    /** All guarantees that one history shows by itself. */
    public static void check(List<Event> history) {
        ordered(history);
        unique(history);
        atomic(history);
        bookmarkable(history);
    }

    /** Events come by rising resourceVersion. */
    static void ordered(List<Event> history) {
        assertThat(history.stream().map(Event::resourceVersion).toList()).isSorted();
    }

    /** No event comes twice. */
    static void unique(List<Event> history) {
        Set<String> seen = new HashSet<>();
        for (Event event : history) {
            if (!event.type().equals("BOOKMARK")) {
                assertThat(seen.add(event.resourceVersion() + " " + event.name()))
                        .as(event.shortText())
                        .isTrue();
            }
        }
    }

    /** An object is added once, then modified, then deleted, and only then added again. */
    static void atomic(List<Event> history) {
        Set<String> present = new HashSet<>();
        for (Event event : history) {
            switch (event.type()) {
                case "ADDED" ->
                    assertThat(present.add(event.name())).as(event.shortText()).isTrue();
                case "MODIFIED" -> assertThat(present).contains(event.name());
                case "DELETED" ->
                    assertThat(present.remove(event.name()))
                            .as(event.shortText())
                            .isTrue();
                default -> assertThat(event.type()).isEqualTo("BOOKMARK");
            }
        }
    }

    /** Nothing older than a bookmark follows it. */
    static void bookmarkable(List<Event> history) {
        long bookmark = 0;
        for (Event event : history) {
            assertThat(event.resourceVersion()).isGreaterThanOrEqualTo(bookmark);
            bookmark = event.type().equals("BOOKMARK") ? event.resourceVersion() : bookmark;
        }
    }
}
