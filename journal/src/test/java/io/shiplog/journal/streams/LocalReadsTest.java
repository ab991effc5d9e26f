package io.shiplog.journal.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.kafka.clients.LocalBroker;
import io.shiplog.journal.kafka.clients.LocalPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocalReadsTest {
    private static final TopicPartition A = new TopicPartition("a", 0);
    private static final TopicPartition B = new TopicPartition("b", 0);

    private final Map<TopicPartition, Log> logs = new HashMap<>(Map.of(A, new Log(A), B, new Log(B)));
    private final LocalReads reads = new LocalReads(new Broker());

    @Test
    void readsOnFromItsPlace() {
        log(A).append("1", "2");
        reads.readFrom(A, 1);
        assertThat(values(A)).containsExactly("2");
        log(A).append("3");
        assertThat(values(A)).containsExactly("3");
        assertThat(values(A)).isEmpty();
        assertThat(reads.position(A)).hasValue(3);
    }

    @Test
    void tellsWhereEachPartitionGoesOn() {
        log(A).append("1", "2");
        reads.readFrom(A, 0);
        assertThat(reads.read().nextOffsets().get(A).offset()).isEqualTo(2);
    }

    @Test
    void aHeldPartitionKeepsItsPlace() {
        reads.readFrom(A, 0);
        reads.readFrom(B, 0);
        reads.hold(List.of(A));
        log(A).append("1");
        log(B).append("2");
        ConsumerRecords<byte[], byte[]> read = reads.read();
        assertThat(read.partitions()).containsExactly(B);
        reads.release(List.of(A));
        assertThat(values(A)).containsExactly("1");
    }

    @Test
    void passesTheGapAtTheEndOfACompactedLog() {
        log(A).append("1");
        log(A).gap();
        reads.readFrom(A, 0);
        assertThat(values(A)).containsExactly("1");
        assertThat(reads.lag(A)).hasValue(0);
    }

    @Test
    void saysHowMuchLiesAhead() {
        log(A).append("1", "2", "3");
        reads.readFrom(A, 1);
        assertThat(reads.lag(A)).hasValue(2);
        assertThat(reads.lag(B)).isEmpty();
    }

    @Test
    void askedAgainOfABrokerThatDoesNotLeadForNow() {
        log(A).append("1");
        reads.readFrom(A, 0);
        log(A).failure = new NotLeaderOrFollowerException("not now");
        assertThat(reads.read().isEmpty()).isTrue();
        assertThat(reads.lag(A)).isEqualTo(OptionalLong.empty());
        log(A).failure = null;
        assertThat(values(A)).containsExactly("1");
    }

    @Test
    void anOffsetThatIsGoneIsSaidAsKafkasConsumerSaysIt() {
        reads.readFrom(A, 7);
        assertThatThrownBy(reads::read)
                .isInstanceOf(org.apache.kafka.clients.consumer.OffsetOutOfRangeException.class)
                .extracting(e -> ((org.apache.kafka.clients.consumer.OffsetOutOfRangeException) e).partitions())
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.COLLECTION)
                .hasToString("[a-0]");
    }

    @Test
    void aDamagedRecordIsNotReadAgainAndAgain() {
        log(A).append("1");
        log(A).failure = new CorruptRecordException("bad checksum");
        reads.readFrom(A, 0);
        assertThatThrownBy(reads::read).isExactlyInstanceOf(KafkaException.class);
    }

    @Test
    void whatWasAppendedBeforeTheWaitEndsItAtOnce() {
        reads.readFrom(A, 0);
        assertThat(reads.read().isEmpty()).isTrue();
        log(A).append("1");
        long before = System.nanoTime();
        reads.await(Duration.ofMinutes(10));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMinutes(1));
        assertThat(values(A)).containsExactly("1");
    }

    @Test
    void hearsNothingOfWhatItLeft() {
        reads.readFrom(A, 0);
        reads.hold(List.of(A));
        reads.leave(List.of(A));
        assertThat(log(A).listeners).isEmpty();
        assertThat(reads.held()).isEmpty();
        assertThat(reads.reads(A)).isFalse();
    }

    private Log log(TopicPartition partition) {
        return logs.get(partition);
    }

    private List<String> values(TopicPartition partition) {
        return reads.read().records(partition).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    private final class Broker implements LocalBroker {
        @Override
        public LocalPartition partition(String topic, int partition) {
            return logs.get(new TopicPartition(topic, partition));
        }

        @Override
        public int partitions(String topic) {
            return 1;
        }
    }

    /** A log in memory that gives one record at a time, or has a failure. */
    private static final class Log implements LocalPartition {
        private final TopicPartition name;
        private final List<@Nullable String> records = new ArrayList<>();
        private final List<Runnable> listeners = new ArrayList<>();
        private @Nullable ApiException failure;

        Log(TopicPartition name) {
            this.name = name;
        }

        void append(String... values) {
            records.addAll(List.of(values));
            listeners.forEach(Runnable::run);
        }

        /** A record that was compacted away. */
        void gap() {
            records.add(null);
        }

        @Override
        public Stretch readNow(long offset, int bytes) {
            if (failure != null) {
                throw failure;
            }
            if (offset > records.size()) {
                throw new OffsetOutOfRangeException("there is no " + offset);
            }
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            for (int i = (int) offset; i < records.size(); i++) {
                String value = records.get(i);
                if (value != null) {
                    found.add(new ConsumerRecord<>(name.topic(), name.partition(), i, null, value.getBytes(UTF_8)));
                }
            }
            return new Stretch(found, records.size());
        }

        @Override
        public Runnable onNews(Runnable news) {
            listeners.add(news);
            return () -> listeners.remove(news);
        }

        @Override
        public long end() {
            if (failure instanceof NotLeaderOrFollowerException) {
                throw failure;
            }
            return records.size();
        }

        @Override
        public long append(List<ProducerRecord<byte[], byte[]>> batch, Duration patience) {
            throw new UnsupportedOperationException("consumers do not append");
        }

        @Override
        public void read(long offset, Consumer<Fetched> answer) {
            throw new UnsupportedOperationException("consumers do not leave questions");
        }
    }
}
