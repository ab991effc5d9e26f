package io.shiplog.journal.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LingerPolicyTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    @Test
    void isNoneWhenOneWriterWaitsForEachAnswer() {
        LingerPolicy linger = new LingerPolicy(0);
        for (int i = 0; i < 1_000; i++) {
            linger.count(1, i * MILLI * 6 / 10);
            assertThat(linger.lingers(i * MILLI * 6 / 10)).isFalse();
        }
    }

    @Test
    void staysOneWhileManyWriteAndEndsWithThem() {
        LingerPolicy linger = new LingerPolicy(0);
        long now = 0;
        for (int i = 0; i < 1_000; i++) {
            now += MILLI / 8;
            linger.count(1, now);
            assertThat(linger.lingers(now)).isEqualTo(i > 7);
        }
        assertThat(linger.lingers(now + 20 * MILLI)).isFalse();
    }
}
