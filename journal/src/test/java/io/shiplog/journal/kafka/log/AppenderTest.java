package io.shiplog.journal.kafka.log;

import static io.shiplog.journal.testkit.Objects.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.AppendUnknownException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class AppenderTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Test
    void goesOnAfterAnAppendThatThrew() throws Exception {
        try (Appender appender = new Appender(new Producer(), "topic", TIMEOUT)) {
            assertThatThrownBy(() -> appender.append(utf8("throw")).get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> appender.append(utf8("throw at the flush")).get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThat(appender.append(utf8("go on")).get(10, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void whatComesAfterTheEndIsUnknown() {
        Appender appender = new Appender(new Producer(), "topic", TIMEOUT);
        appender.close();
        assertThatThrownBy(() -> appender.append(utf8("late")).get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(AppendUnknownException.class);
    }

    private static final class Producer extends MockProducer<byte[], byte[]> {
        private boolean failsToFlush;

        Producer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            String text = new String(record.value(), java.nio.charset.StandardCharsets.UTF_8);
            if (text.equals("throw")) {
                throw new IllegalArgumentException("injected");
            }
            if (text.equals("throw at the flush")) {
                failsToFlush = true;
                return java.util.concurrent.CompletableFuture.failedFuture(new IllegalStateException("not sent"));
            }
            return super.send(record, callback);
        }

        @Override
        public synchronized void flush() {
            if (failsToFlush) {
                failsToFlush = false;
                throw new IllegalStateException("injected");
            }
            super.flush();
        }
    }
}
