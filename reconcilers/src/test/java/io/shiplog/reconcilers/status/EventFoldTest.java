package io.shiplog.reconcilers.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.codec.Report.ReportedEvent;
import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.json.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventFoldTest {
    @Test
    void namesSortAsThingsHappened() {
        List<String> names = Stream.of(
                        event("Pulled", "2030-01-01T00:00:00Z"),
                        event("Created", "2030-01-01T00:00:00.000001Z"),
                        event("Started", "2030-01-01T00:00:00.9Z"),
                        event("Killing", "2031-01-01T00:00:00Z"))
                .map(event -> EventFold.key(report("web"), event).name())
                .toList();
        assertThat(names).isSorted().doesNotHaveDuplicates().allMatch(name -> name.matches("web\\.[0-9a-f]{16}"));
    }

    @Test
    void theSameCauseHasOneName() {
        assertThat(EventFold.key(report("web"), event("BackOff", "2030-01-01T00:00:00.5Z")))
                .isEqualTo(EventFold.key(report("web"), event("BackOff", "2030-01-01T00:00:00.5Z")))
                .isNotEqualTo(EventFold.key(report("web"), event("Failed", "2030-01-01T00:00:00.5Z")));
    }

    @Test
    void aLongPodNameLeavesRoomForTheTime() {
        String name = EventFold.key(report("p".repeat(253)), event("Pulled", "2030-01-01T00:00:00Z"))
                .name();
        assertThat(name).hasSize(253).matches("p+\\.[0-9a-f]{16}");
    }

    private static ReportedEvent event(String reason, String first) {
        return new ReportedEvent(reason, "Normal", "message", 1, first, "2031-01-01T00:00:00Z", "spec.containers{c}");
    }

    private static PodReport report(String name) {
        return new PodReport("node", new ObjectKey("ns", name), "uid", Json.object(), false, List.of());
    }
}
