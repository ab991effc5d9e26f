package io.shiplog.reconcilers.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureDetectorClockTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final FailureDetectorClock clock = new FailureDetectorClock(START);

    @Test
    void goesWithTheWallClockWhileSomebodyLooks() {
        for (int millis = 500; millis <= 60_000; millis += 500) {
            clock.look(START.plusMillis(millis), true);
        }
        assertThat(clock.time()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void countsALongAbsenceAsAShortOne() {
        assertThat(clock.look(START.plusSeconds(28_800), true)).isEqualTo(START.plus(FailureDetectorClock.LONGEST_GAP));
    }

    @Test
    void neverGoesBackAndGoesOnAfterTheWallClockWasSetBack() {
        clock.look(START.plusSeconds(1), true);
        assertThat(clock.look(START.minusSeconds(3_600), true)).isEqualTo(START.plusSeconds(1));
        Instant back = START.minusSeconds(3_600);
        assertThat(clock.look(back.plus(Duration.ofMillis(250)), true)).isEqualTo(START.plusMillis(1_250));
    }

    @Test
    void standsStillWhileNothingCanBeHeard() {
        for (int second = 1; second <= 60; second++) {
            clock.look(START.plusSeconds(second), second > 50);
        }
        assertThat(clock.time()).isEqualTo(START.plusSeconds(10));
    }
}
