package io.shiplog.journal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    @Test
    void letsAShortChainOfRecordsPassAtOnce() {
        Pace pace = new Pace(0);
        for (int i = 0; i < 10; i++) {
            assertThat(pace.waitNanos(i * MILLI)).isNotPositive();
            pace.answered(1, i * MILLI);
        }
    }

    @Test
    void slowsALastingStreamDownToOneQuestionPerInterval() {
        Pace pace = new Pace(0);
        long now = 0;
        int asked = 0;
        while (now < 1_000 * MILLI) {
            now += Math.max(0, pace.waitNanos(now));
            pace.answered(3, now);
            asked++;
            now += MILLI / 10;
        }
        assertThat(asked).isBetween(240, 270);
    }

    @Test
    void neverSlowsOneThatCatchesUp() {
        Pace pace = new Pace(0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.waitNanos(i)).isNotPositive();
            pace.answered(500, i);
        }
    }

    @Test
    void owesNoMoreThanABurstAfterALongQuiet() {
        Pace pace = new Pace(0);
        long now = 60_000 * MILLI;
        int free = 0;
        while (pace.waitNanos(now) <= 0) {
            pace.answered(1, now);
            free++;
        }
        assertThat(free).isBetween(10, 14);
    }
}
