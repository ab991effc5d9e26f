package io.shiplog.reconcilers.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class KafkaReachabilityTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<KafkaFutureImpl<Void>> questions = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final KafkaReachability reachability = new KafkaReachability(
            () -> {
                questions.add(new KafkaFutureImpl<>());
                return questions.getLast();
            },
            nanos::get,
            () -> closed.set(true));

    @Test
    void worksAsLongAsItIsAnswered() {
        for (int second = 0; second < 60; second++) {
            assertThat(reachability.holds()).isTrue();
            questions.getLast().complete(null);
            pass(Duration.ofSeconds(1));
        }
        assertThat(questions).as("one question a second").hasSize(60);
    }

    @Test
    void doesNotWorkWhileNoAnswerComesAndWorksAgainWithTheNext() {
        assertThat(reachability.holds()).isTrue();
        pass(Duration.ofSeconds(3));
        assertThat(reachability.holds()).isFalse();
        questions.getLast().completeExceptionally(new TimeoutException("away"));
        assertThat(reachability.holds()).isFalse();
        pass(Duration.ofMinutes(5));
        assertThat(reachability.holds()).isFalse();
        questions.getLast().complete(null);
        assertThat(reachability.holds()).isTrue();
    }

    @Test
    void closesWhatItAsks() {
        reachability.close();
        assertThat(closed).isTrue();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
