package io.shiplog.journal.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.testkit.UncaughtFaults;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class EndOffsetsTest {
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final EndOffsets.Question question = new EndOffsets.Question() {
        @Override
        public long ask(Duration patience) {
            switch (fault.get()) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> {
                    return 7;
                }
            }
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @Test
    void goesOnAfterAQuestionThatKafkaDidNotAnswer() throws Exception {
        try (EndOffsets ends = new EndOffsets(question)) {
            fault.set(new TimeoutException("away"));
            assertThatThrownBy(() -> ends.ask().get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(KafkaUnavailableException.class);
            fault.set(null);
            assertThat(ends.ask().get(10, TimeUnit.SECONDS)).isEqualTo(7);
        }
    }

    @Test
    void noQuestionWaitsForAThreadThatHasEnded() {
        EndOffsets ends = new EndOffsets(question);
        fault.set(new NoClassDefFoundError("injected"));
        assertThatThrownBy(() -> ends.ask().get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ends.ask().get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class);
        await().dontCatchUncaughtExceptions()
                .until(() -> UncaughtFaults.ofThisJvm().takeIf(uncaught -> uncaught.contains("injected")));
    }
}
