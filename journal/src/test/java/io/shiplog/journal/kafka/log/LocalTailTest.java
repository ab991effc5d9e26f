package io.shiplog.journal.kafka.log;

import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.Journal;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Unrecoverable;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.clients.LocalPartition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.junit.jupiter.api.Test;

class LocalTailTest {
    private final Deque<LocalPartition.Fetched> answers = new ArrayDeque<>();
    private final List<Long> asked = new ArrayList<>();
    private final List<Long> given = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final LocalTail tail =
            new LocalTail(new Scripted(), new TopicPartition("c.journal", 0), 7, new Recorder(), () -> {});

    @Test
    void asksForWhatFollowsWhatItGave() {
        answers.add(found(7, 8));
        answers.add(found(9));
        steps(3);
        assertThat(given).containsExactly(7L, 8L, 9L);
        assertThat(asked).containsExactly(7L, 9L, 10L);
    }

    @Test
    void asksAgainWhenNothingCameForAWhile() {
        answers.add(new LocalPartition.Found(List.of()));
        answers.add(found(7));
        steps(3);
        assertThat(given).containsExactly(7L);
    }

    @Test
    void endsAtALogThatLostRecords() {
        answers.add(new LocalPartition.Unfetched(new OffsetOutOfRangeException("gone")));
        steps(3);
        assertThat(faults)
                .as(
                        "as a tail over Kafka's clients says it, so that a role ends with the code of what no restart cures")
                .hasOnlyElementsOfType(JournalTruncatedException.class)
                .hasOnlyElementsOfType(Unrecoverable.class)
                .hasSize(1);
        assertThat(asked).hasSize(1);
    }

    @Test
    void endsAtADamagedBatchAlthoughKafkaWouldReadItAgain() {
        answers.add(new LocalPartition.Unfetched(new CorruptRecordException("checksum")));
        steps(3);
        assertThat(faults).hasOnlyElementsOfType(DamagedTopicException.class).hasSize(1);
    }

    @Test
    void givesNothingAfterItWasClosed() {
        answers.add(found(7));
        steps(1);
        tail.close();
        steps(2);
        assertThat(given).isEmpty();
    }

    private void steps(int count) {
        for (int i = 0; i < count; i++) {
            tail.step();
        }
    }

    private static LocalPartition.Found found(long... offsets) {
        byte[] value = new ProposalCodec(ProposalLimits.DEFAULT).encode(proposal(create(key("a"), "u", "v")));
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset : offsets) {
            records.add(new ConsumerRecord<>("c.journal", 0, offset, new byte[0], value));
        }
        return new LocalPartition.Found(records);
    }

    private final class Scripted implements LocalPartition {
        @Override
        public long append(List<ProducerRecord<byte[], byte[]>> records, Duration patience) {
            throw new UnsupportedOperationException("tails do not append");
        }

        @Override
        public long end() {
            throw new UnsupportedOperationException("tails do not ask");
        }

        @Override
        public Stretch readNow(long offset, int bytes) {
            throw new UnsupportedOperationException("tails are answered later");
        }

        @Override
        public Runnable onNews(Runnable news) {
            throw new UnsupportedOperationException("tails are answered later");
        }

        @Override
        public void read(long offset, Consumer<Fetched> answer) {
            asked.add(offset);
            Fetched next = answers.poll();
            if (next != null) {
                answer.accept(next);
            }
        }
    }

    private final class Recorder implements Journal.Listener {
        @Override
        public void records(List<JournalRecord> batch) {
            batch.forEach(record -> given.add(record.offset()));
        }

        @Override
        public void failed(Throwable fault) {
            faults.add(fault);
        }
    }
}
