package io.shiplog.agent.pod.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PodEventsTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00.123456789Z");

    @Test
    void eventsOfOneMomentKeepTheirOrderInTime() {
        PodEvents told = PodEvents.none(NOW)
                .with(event("Pulled", NOW))
                .with(event("Created", NOW))
                .with(event("Started", NOW.plusNanos(5)));
        assertThat(told.list())
                .extracting(PodEvent::first)
                .containsExactly(
                        NOW,
                        Instant.parse("2030-01-01T00:00:00.123457Z"),
                        Instant.parse("2030-01-01T00:00:00.123458Z"));
        assertThat(told.list()).extracting(PodEvent::reason).containsExactly("Pulled", "Created", "Started");
    }

    @Test
    void theSameEventAgainKeepsItsFirstTime() {
        PodEvents told = PodEvents.none(NOW).with(event("BackOff", NOW)).with(event("BackOff", NOW.plusSeconds(7)));
        assertThat(told.list()).singleElement().satisfies(event -> {
            assertThat(event.count()).isEqualTo(2);
            assertThat(event.first()).isEqualTo(NOW);
            assertThat(event.last()).isEqualTo(NOW.plusSeconds(7));
        });
    }

    private static PodEvent event(String reason, Instant now) {
        return new PodEvent(reason, false, "message", "", 1, now, now);
    }
}
