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

class KafkaHearingTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<KafkaFutureImpl<Void>> questions = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final KafkaHearing hearing = new KafkaHearing(
            () -> {
                questions.add(new KafkaFutureImpl<>());
                return questions.getLast();
            },
            nanos::get,
            () -> closed.set(true));

    @Test
    void worksAsLongAsItIsAnswered() {
        for (int second = 0; second < 60; second++) {
            assertThat(hearing.works()).isTrue();
            questions.getLast().complete(null);
            pass(Duration.ofSeconds(1));
        }
        assertThat(questions).as("one question a second").hasSize(60);
    }

    @Test
    void doesNotWorkWhileNoAnswerComesAndWorksAgainWithTheNext() {
        assertThat(hearing.works()).isTrue();
        pass(Duration.ofSeconds(3));
        assertThat(hearing.works()).isFalse();
        questions.getLast().completeExceptionally(new TimeoutException("away"));
        assertThat(hearing.works()).isFalse();
        pass(Duration.ofMinutes(5));
        assertThat(hearing.works()).isFalse();
        questions.getLast().complete(null);
        assertThat(hearing.works()).isTrue();
    }

    @Test
    void closesWhatItAsks() {
        hearing.close();
        assertThat(closed).isTrue();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
