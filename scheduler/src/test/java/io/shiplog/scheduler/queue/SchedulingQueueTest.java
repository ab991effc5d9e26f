package io.shiplog.scheduler.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.scheduler.Given;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.framework.EventKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulingQueueTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Set<EventKind> GONE = Set.of(EventKind.POD_GONE);

    @Test
    void isEmptyAtFirst() {
        assertThat(SchedulingQueue.EMPTY.next()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "4, 8", "5, 10", "50, 10"})
    void backsOffLongerEachTimeUpToTenSeconds(int failures, int seconds) {
        SchedulingQueue queue = SchedulingQueue.EMPTY.put(pod("p"), START);
        for (int i = 0; i < failures; i++) {
            queue = queue.park(pod("p").key(), GONE, START);
        }
        queue = queue.wake(EventKind.POD_GONE, START);
        assertThat(queue.advance(START.plusSeconds(seconds).minusMillis(1)).next())
                .isNull();
        assertThat(queue.advance(START.plusSeconds(seconds)).next()).isNotNull();
    }

    @Test
    void onlyWhatAPodWaitsForWakesIt() {
        SchedulingQueue queue = SchedulingQueue.EMPTY.put(pod("p"), START).park(pod("p").key(), GONE, START);
        Instant later = START.plusSeconds(20);
        assertThat(queue.wake(EventKind.NODE_ADDED, later).next()).isNull();
        assertThat(queue.wake(EventKind.POD_GONE, later).next()).isNotNull();
    }

    @Test
    void isTriedAgainAfterFiveMinutesAtTheLatest() {
        SchedulingQueue queue = SchedulingQueue.EMPTY.put(pod("p"), START).park(pod("p").key(), Set.of(), START);
        assertThat(queue.advance(START.plus(Duration.ofSeconds(299))).next()).isNull();
        assertThat(queue.advance(START.plus(Duration.ofMinutes(5))).next()).isNotNull();
    }

    @Test
    void aPodThatChangedIsTriedAgain() {
        SchedulingQueue queue = SchedulingQueue.EMPTY.put(pod("p"), START).park(pod("p").key(), Set.of(), START);
        Instant later = START.plusSeconds(20);
        assertThat(queue.put(pod("p"), later).next()).as("the same").isNull();
        assertThat(queue.put(pod("p").nominatedTo("n1"), later).next())
                .as("only its status")
                .isNull();
        assertThat(queue.put(Given.pod("p", "metadata: {labels: {new: label}}"), later)
                        .next())
                .isNotNull();
    }

    @Test
    void aPodThatLosesTheRoomMadeForItIsTriedAgain() {
        SchedulingQueue queue =
                SchedulingQueue.EMPTY.put(pod("p").nominatedTo("n1"), START).park(pod("p").key(), Set.of(), START);
        Instant later = START.plusSeconds(20);
        assertThat(queue.put(pod("p").nominatedTo("n1"), later).next()).isNull();
        assertThat(queue.put(pod("p"), later).next()).isNotNull();
    }

    /** Ten thousand pods that wait for something else, ten thousand events: minutes, if each event asked each pod. */
    @Test
    @Timeout(30)
    void anEventCostsAsMuchAsThePodsThatItWakes() {
        SchedulingQueue queue = SchedulingQueue.EMPTY;
        for (int i = 0; i < 10_000; i++) {
            PodInfo pod = pod("p" + i);
            queue = queue.put(pod, START).park(pod.key(), Set.of(EventKind.NODE_LABELS_CHANGED), START);
        }
        Instant later = START.plusSeconds(20);
        for (int i = 0; i < 10_000; i++) {
            queue = queue.wake(EventKind.POD_GONE, later).wake(EventKind.POD_BOUND, later);
        }
        assertThat(queue.next()).isNull();
        assertThat(queue.wake(EventKind.NODE_LABELS_CHANGED, later).activeCount())
                .isEqualTo(10_000);
    }

    @Test
    void aPodIsWokenOnceByWhicheverOfItsEventsComesFirst() {
        Set<EventKind> either = Set.of(EventKind.POD_GONE, EventKind.NODE_ADDED);
        SchedulingQueue queue = SchedulingQueue.EMPTY.put(pod("p"), START).park(pod("p").key(), either, START);
        Instant later = START.plusSeconds(20);
        SchedulingQueue woken = queue.wake(EventKind.POD_GONE, later);
        assertThat(woken.activeCount()).isEqualTo(1);
        assertThat(woken.wake(EventKind.NODE_ADDED, later).activeCount()).isEqualTo(1);
        SchedulingQueue parked = woken.park(pod("p").key(), Set.of(EventKind.POD_BOUND), later);
        assertThat(parked.wake(EventKind.NODE_ADDED, later.plusSeconds(20)).next())
                .isNull();
    }

    @Test
    void aNewPodOfTheSameNameIsNewAltogether() {
        SchedulingQueue queue = SchedulingQueue.EMPTY.put(pod("p"), START).park(pod("p").key(), Set.of(), START);
        assertThat(queue.put(Given.pod("p", "metadata: {uid: other}"), START).next())
                .isNotNull();
    }

    @Test
    void removingIsForEver() {
        SchedulingQueue queue = SchedulingQueue.EMPTY.put(pod("p"), START).remove(pod("p").key());
        assertThat(queue.size()).isZero();
        assertThat(queue.next()).isNull();
        assertThat(queue.park(pod("p").key(), GONE, START).size()).isZero();
    }

    private static PodInfo pod(String name) {
        return Given.pod(name, "");
    }
}
