package io.shiplog.journal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockStepDetectorTest {
    private static final long MILLI = 1_000_000;

    private final ClockStepDetector watch = new ClockStepDetector(5_000_000, -7);

    @Test
    void noticesAClockThatIsSetBackOnce() {
        assertThat(watch.isSetBack(5_001_000, 1_000 * MILLI)).isFalse();
        assertThat(watch.isSetBack(1_402_000, 2_000 * MILLI)).isTrue();
        assertThat(watch.isSetBack(1_403_000, 3_000 * MILLI)).isFalse();
    }

    @Test
    void leavesACorrectionAndASleepAlone() {
        assertThat(watch.isSetBack(5_000_500, 1_000 * MILLI)).isFalse();
        assertThat(watch.isSetBack(5_000_500 + 28_800_000, 2_000 * MILLI)).isFalse();
    }
}
