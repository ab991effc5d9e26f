package io.shiplog.journal.past;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyframeScheduleTest {
    @Test
    void isDueByVolumeSoThatAFoldStaysShort() {
        assertThat(KeyframeSchedule.isDue(4_999, Duration.ZERO, 10)).isFalse();
        assertThat(KeyframeSchedule.isDue(5_000, Duration.ZERO, 10)).isTrue();
        assertThat(KeyframeSchedule.isDue(49_999, Duration.ZERO, 100_000)).isFalse();
        assertThat(KeyframeSchedule.isDue(50_000, Duration.ZERO, 100_000)).isTrue();
    }

    @Test
    void isDueAfterAnHourWhereItIsWorthwhileAndAfterSixInAnyCase() {
        assertThat(KeyframeSchedule.isDue(500, Duration.ofMinutes(59), 10)).isFalse();
        assertThat(KeyframeSchedule.isDue(500, Duration.ofHours(1), 10)).isTrue();
        assertThat(KeyframeSchedule.isDue(499, Duration.ofHours(5), 10)).isFalse();
        assertThat(KeyframeSchedule.isDue(0, Duration.ofHours(6), 10)).isTrue();
    }
}
