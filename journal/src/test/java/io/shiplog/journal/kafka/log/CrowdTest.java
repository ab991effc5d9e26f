package io.shiplog.journal.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CrowdTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    @Test
    void isNoneWhenOneWriterWaitsForEachAnswer() {
        Crowd crowd = new Crowd(0);
        for (int i = 0; i < 1_000; i++) {
            crowd.count(1, i * MILLI * 6 / 10);
            assertThat(crowd.isThere(i * MILLI * 6 / 10)).isFalse();
        }
    }

    @Test
    void staysOneWhileManyWriteAndEndsWithThem() {
        Crowd crowd = new Crowd(0);
        long now = 0;
        for (int i = 0; i < 1_000; i++) {
            now += MILLI / 8;
            crowd.count(1, now);
            assertThat(crowd.isThere(now)).isEqualTo(i > 7);
        }
        assertThat(crowd.isThere(now + 20 * MILLI)).isFalse();
    }
}
