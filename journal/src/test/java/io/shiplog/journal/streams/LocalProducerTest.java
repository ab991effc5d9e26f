package io.shiplog.journal.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.kafka.clients.LocalBroker;
import io.shiplog.journal.kafka.clients.LocalPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.junit.jupiter.api.Test;

class LocalProducerTest {
    private final List<Batch> appended = new ArrayList<>();
    private boolean leads = true;
    private final LocalProducer producer = new LocalProducer(new Broker());

    private record Batch(String topic, int partition, List<ProducerRecord<byte[], byte[]>> records) {}

    @Test
    void appendsWhatARoundSendsInTheOrderOfEachPartition() {
        producer.send(record("a", 0, "1"));
        producer.send(record("b", 0, "2"));
        producer.send(record("a", 0, "3"));
        LocalProducer.appendAllOfThisThread();
        assertThat(values("a")).containsExactly("1", "3");
        assertThat(values("b")).containsExactly("2");
    }

    @Test
    void hasNothingLeftAfterAFlush() {
        producer.send(record("a", 0, "1"));
        producer.flush();
        LocalProducer.appendAllOfThisThread();
        assertThat(values("a")).containsExactly("1");
    }

    @Test
    void doesNotLetMuchWait() {
        for (int i = 0; i < 4; i++) {
            producer.send(new ProducerRecord<>("a", 0, null, new byte[100 * 1024]));
        }
        assertThat(appended).isNotEmpty();
    }

    @Test
    void tellsEachRecordWhereItLies() {
        List<Long> offsets = new ArrayList<>();
        producer.send(record("a", 0, "1"), (metadata, failure) -> offsets.add(metadata.offset()));
        producer.send(record("a", 0, "2"), (metadata, failure) -> offsets.add(metadata.offset()));
        producer.flush();
        assertThat(offsets).containsExactly(0L, 1L);
    }

    @Test
    void tellsOfAFailure() {
        leads = false;
        List<Exception> failures = new ArrayList<>();
        producer.send(record("a", 0, "1"), (metadata, failure) -> failures.add(failure));
        producer.flush();
        assertThat(failures)
                .hasOnlyElementsOfType(NotLeaderOrFollowerException.class)
                .hasSize(1);
    }

    @Test
    void choosesPartitionsByTheKeyAsKafkaDoes() {
        byte[] key = {1, 2, 3};
        producer.send(new ProducerRecord<>("many", key, new byte[1]));
        producer.flush();
        assertThat(appended).extracting(Batch::partition).containsExactly(BuiltInPartitioner.partitionForKey(key, 8));
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int partition, String value) {
        return new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8));
    }

    private List<String> values(String topic) {
        return appended.stream()
                .filter(batch -> batch.topic().equals(topic))
                .flatMap(batch -> batch.records().stream())
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    private final class Broker implements LocalBroker {
        @Override
        public LocalPartition partition(String topic, int partition) {
            return new Log(topic, partition);
        }

        @Override
        public int partitions(String topic) {
            return topic.equals("many") ? 8 : 1;
        }
    }

    private final class Log implements LocalPartition {
        private final String topic;
        private final int partition;
        private long end;

        Log(String topic, int partition) {
            this.topic = topic;
            this.partition = partition;
        }

        @Override
        public long append(List<ProducerRecord<byte[], byte[]>> records, Duration patience) {
            if (!leads) {
                throw new NotLeaderOrFollowerException("not now");
            }
            appended.add(new Batch(topic, partition, records));
            long first = end;
            end += records.size();
            return first;
        }

        @Override
        public long end() {
            return end;
        }

        @Override
        public Stretch readNow(long offset, int bytes) {
            throw new UnsupportedOperationException("producers do not read");
        }

        @Override
        public Runnable onNews(Runnable news) {
            throw new UnsupportedOperationException("producers do not read");
        }

        @Override
        public void read(long offset, Consumer<Fetched> answer) {
            throw new UnsupportedOperationException("producers do not read");
        }
    }
}
