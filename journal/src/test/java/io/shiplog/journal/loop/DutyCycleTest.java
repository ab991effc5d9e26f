package io.shiplog.journal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DutyCycleTest {
    private static final long MILLI = 1_000_000;

    private final DutyCycle pacing = new DutyCycle();

    @Test
    void theFirstRoundNeedsNoRest() {
        assertThat(pacing.due(-5)).isTrue();
    }

    @Test
    void restsInProportionToTheRound() {
        pacing.worked(0, 10 * MILLI, false);
        assertThat(pacing.due(29 * MILLI)).isFalse();
        assertThat(pacing.due(30 * MILLI)).isTrue();
    }

    @Test
    void noRestIsLongerThanTheLongest() {
        pacing.worked(0, 1_000 * MILLI, false);
        assertThat(pacing.due(1_000 * MILLI + DutyCycle.LONGEST_REST_NANOS)).isTrue();
    }

    @Test
    void workThatIsLeftOverGoesOnAtOnce() {
        pacing.worked(0, 50 * MILLI, true);
        assertThat(pacing.due(50 * MILLI)).isTrue();
    }

    /** One record a millisecond for a second, and rounds that take longer the more there is: 10 ms in the end. */
    @Test
    void aBurstIsReconciledAFewTimesAndNotOncePerRecord() {
        int rounds = 0;
        long now = 0;
        for (int record = 1; record <= 1_000; record++) {
            now += MILLI;
            if (pacing.due(now)) {
                long took = record * MILLI / 100;
                pacing.worked(now, now + took, false);
                now += took;
                rounds++;
            }
        }
        assertThat(rounds).isBetween(20, 250);
    }
}
