package io.shiplog.journal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollDeadlineTest {
    private static final Duration LONG = Duration.ofMillis(250);
    private static final long MILLI = 1_000_000;

    private final PollDeadline deadline = new PollDeadline();
    private final Object one = new Object();
    private final Object other = new Object();

    @Test
    void withoutAnAlarmTheThreadWaitsAsLongAsItLikes() {
        assertThat(deadline.timeout(LONG, 5 * MILLI)).isEqualTo(LONG);
    }

    @Test
    void theEarliestOfAllOwnersCounts() {
        deadline.set(one, 100 * MILLI);
        deadline.set(other, 30 * MILLI);
        assertThat(deadline.timeout(LONG, 10 * MILLI)).isEqualTo(Duration.ofMillis(20));
        deadline.clear(other);
        assertThat(deadline.timeout(LONG, 10 * MILLI)).isEqualTo(Duration.ofMillis(90));
    }

    @Test
    void whatIsOverIsLookedAtAgainAndAgainUntilItsOwnerAsksForSomethingElse() {
        deadline.set(one, 10 * MILLI);
        assertThat(deadline.timeout(LONG, 50 * MILLI)).isEqualTo(Duration.ofMillis(1));
        assertThat(deadline.timeout(LONG, 60 * MILLI)).isEqualTo(Duration.ofMillis(1));
        deadline.set(one, 100 * MILLI);
        assertThat(deadline.timeout(LONG, 60 * MILLI)).isEqualTo(Duration.ofMillis(40));
    }

    @Test
    void eachThreadHasItsOwn() throws InterruptedException {
        PollDeadline[] others = new PollDeadline[1];
        Thread thread = Thread.ofPlatform().start(() -> others[0] = PollDeadline.ofThisThread());
        thread.join();
        assertThat(PollDeadline.ofThisThread())
                .isSameAs(PollDeadline.ofThisThread())
                .isNotSameAs(others[0]);
    }
}
