package io.shiplog.journal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private static final Duration LONG = Duration.ofMillis(250);
    private static final long MILLI = 1_000_000;

    private final Alarm alarm = new Alarm();
    private final Object one = new Object();
    private final Object other = new Object();

    @Test
    void withoutAnAlarmTheThreadWaitsAsLongAsItLikes() {
        assertThat(alarm.patience(LONG, 5 * MILLI)).isEqualTo(LONG);
    }

    @Test
    void theEarliestOfAllOwnersCounts() {
        alarm.at(one, 100 * MILLI);
        alarm.at(other, 30 * MILLI);
        assertThat(alarm.patience(LONG, 10 * MILLI)).isEqualTo(Duration.ofMillis(20));
        alarm.none(other);
        assertThat(alarm.patience(LONG, 10 * MILLI)).isEqualTo(Duration.ofMillis(90));
    }

    @Test
    void whatIsOverIsLookedAtAgainAndAgainUntilItsOwnerAsksForSomethingElse() {
        alarm.at(one, 10 * MILLI);
        assertThat(alarm.patience(LONG, 50 * MILLI)).isEqualTo(Duration.ofMillis(1));
        assertThat(alarm.patience(LONG, 60 * MILLI)).isEqualTo(Duration.ofMillis(1));
        alarm.at(one, 100 * MILLI);
        assertThat(alarm.patience(LONG, 60 * MILLI)).isEqualTo(Duration.ofMillis(40));
    }

    @Test
    void eachThreadHasItsOwn() throws InterruptedException {
        Alarm[] others = new Alarm[1];
        Thread thread = Thread.ofPlatform().start(() -> others[0] = Alarm.ofThisThread());
        thread.join();
        assertThat(Alarm.ofThisThread()).isSameAs(Alarm.ofThisThread()).isNotSameAs(others[0]);
    }
}
