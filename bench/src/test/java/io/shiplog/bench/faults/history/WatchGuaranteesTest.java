package io.shiplog.bench.faults.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.bench.faults.history.Truth.Version;
import io.shiplog.bench.faults.history.WatchRecord.Bookmark;
import io.shiplog.bench.faults.history.WatchRecord.Event;
import io.shiplog.bench.faults.history.WatchRecord.Listed;
import io.shiplog.bench.faults.history.WatchRecord.Resumed;
import io.shiplog.bench.faults.history.WatchRecord.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchGuaranteesTest {
    private static final Truth TRUTH = new Truth(List.of(
            new Version(3, "a", "one", 0),
            new Version(5, "b", "two", 0),
            new Version(6, "a", "three", 3),
            new Version(9, "a", null, 6)));

    private static final Step START = new Listed(0);
    private static final Step A = new Event("ADDED", "a", 3, "one");
    private static final Step B = new Event("ADDED", "b", 5, "two");
    private static final Step C = new Event("MODIFIED", "a", 6, "three");
    private static final Step D = new Event("DELETED", "a", 9, null);

    @Test
    void takesWhatIsAsPromised() {
        assertThat(violations(START, A, new Bookmark(4), B, new Resumed(), C, new Bookmark(8), new Resumed(), D))
                .isEmpty();
        assertThat(violations(new Listed(5), C, D, new Bookmark(20))).isEmpty();
    }

    @Test
    void findsADroppedEvent() {
        assertThat(violations(START, A, C, D)).singleElement().asString().startsWith("Reliable: w");
        assertThat(violations(START, A, B, C))
                .as("at the end")
                .singleElement()
                .asString()
                .startsWith("Reliable: w");
    }

    @Test
    void findsAnEventThatWasDroppedWhereTheWatchWasCutOff() {
        assertThat(violations(START, A, new Resumed(), C, D))
                .singleElement()
                .asString()
                .startsWith("Resumable: w");
    }

    @Test
    void findsEventsThatComeTwiceOrOutOfOrder() {
        assertThat(violations(START, A, B, new Resumed(), B, C, D))
                .singleElement()
                .asString()
                .startsWith("Unique: w");
        assertThat(violations(START, A, C, B, D)).anyMatch(line -> line.startsWith("Ordered: w"));
    }

    @Test
    void findsBookmarksThatPassOverEventsAndEventsThatFollowTheirBookmark() {
        assertThat(violations(START, A, new Bookmark(5), B, C, D))
                .anyMatch(line -> line.startsWith("Reliable: w"))
                .anyMatch(line -> line.startsWith("Bookmarkable: w"));
    }

    @Test
    void findsEventsThatSayWhatNeverWas() {
        assertThat(violations(START, new Event("ADDED", "a", 3, "other"), B, C, D))
                .singleElement()
                .asString()
                .contains("never happened");
        assertThat(violations(START, A, B, new Event("ADDED", "a", 6, "three"), D))
                .singleElement()
                .asString()
                .contains("should be MODIFIED");
    }

    private static List<String> violations(Step... steps) {
        return WatchGuarantees.violations(TRUTH, new WatchRecord("w", List.of(steps)), TRUTH.last());
    }
}
