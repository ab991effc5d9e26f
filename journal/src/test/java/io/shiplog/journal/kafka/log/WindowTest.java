package io.shiplog.journal.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final Duration NOW = Duration.ZERO;

    @Test
    void warnsAtAQuarterOfTheTimeAndRefusesAtHalf() {
        Window week = new Window(Duration.ofDays(7), -1);
        assertThat(week.alarm(Duration.ofHours(41), Long.MAX_VALUE)).isEqualTo(Window.Alarm.NONE);
        assertThat(week.alarm(Duration.ofHours(42), 0)).isEqualTo(Window.Alarm.WARNING);
        assertThat(week.alarm(Duration.ofHours(84), 0)).isEqualTo(Window.Alarm.REFUSAL);
    }

    @Test
    void goesByTheBytesWhereTheyAreUsedUpFirst() {
        Window small = new Window(Duration.ofDays(7), 1000);
        assertThat(small.alarm(NOW, 249)).isEqualTo(Window.Alarm.NONE);
        assertThat(small.alarm(NOW, 250)).isEqualTo(Window.Alarm.WARNING);
        assertThat(small.alarm(NOW, 500)).isEqualTo(Window.Alarm.REFUSAL);
    }

    @Test
    void neverEndsWhereEverythingIsKept() {
        assertThat(new Window(Duration.ofMillis(-1), -1).alarm(Duration.ofDays(9999), Long.MAX_VALUE))
                .isEqualTo(Window.Alarm.NONE);
    }

    @Test
    void isWhatTheTopicSays() {
        assertThat(Window.of(Map.of("retention.ms", "60000", "retention.bytes", "-1", "cleanup.policy", "delete")))
                .isEqualTo(new Window(Duration.ofMinutes(1), -1));
    }
}
