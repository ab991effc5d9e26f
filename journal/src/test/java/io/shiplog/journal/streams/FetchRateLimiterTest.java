package io.shiplog.journal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FetchRateLimiterTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    @Test
    void letsAShortChainOfRecordsPassAtOnce() {
        FetchRateLimiter limiter = new FetchRateLimiter(0);
        for (int i = 0; i < 10; i++) {
            assertThat(limiter.waitNanos(i * MILLI)).isNotPositive();
            limiter.answered(1, i * MILLI);
        }
    }

    @Test
    void slowsALastingStreamDownToOneQuestionPerInterval() {
        FetchRateLimiter limiter = new FetchRateLimiter(0);
        long now = 0;
        int asked = 0;
        while (now < 1_000 * MILLI) {
            now += Math.max(0, limiter.waitNanos(now));
            limiter.answered(3, now);
            asked++;
            now += MILLI / 10;
        }
        assertThat(asked).isBetween(100, 120);
    }

    @Test
    void neverSlowsOneThatCatchesUp() {
        FetchRateLimiter limiter = new FetchRateLimiter(0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(limiter.waitNanos(i)).isNotPositive();
            limiter.answered(500, i);
        }
    }

    @Test
    void owesNoMoreThanABurstAfterALongQuiet() {
        FetchRateLimiter limiter = new FetchRateLimiter(0);
        long now = 60_000 * MILLI;
        int free = 0;
        while (limiter.waitNanos(now) <= 0) {
            limiter.answered(1, now);
            free++;
        }
        assertThat(free).isBetween(10, 14);
    }
}
