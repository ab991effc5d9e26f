package io.shiplog.journal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;

class UnreadTest {
    private static final TopicPartition STATE = new TopicPartition("state", 0);

    private final Unread unread = new Unread();

    @Test
    void nothingIsUnreadOfPartitionsThatNobodyFollows() {
        polled(0, 1, 2);
        assertThat(unread.any()).isFalse();
        assertThat(unread.behind(1_000_000)).isZero();
    }

    @Test
    void whatWasFetchedIsUnreadUntilItsLastRecordIsTaken() {
        take(0);
        polled(0, 1, 2);
        assertThat(unread.any()).isTrue();
        take(1);
        assertThat(unread.any()).isTrue();
        take(2);
        assertThat(unread.any()).isFalse();
    }

    @Test
    void whatTheBrokerHasBeyondIsUnreadToo() {
        take(0);
        polled(5, 1);
        take(1);
        assertThat(unread.any()).isTrue();
        polled(0, 2, 3, 4, 5, 6);
        LongStream.rangeClosed(2, 6).forEach(this::take);
        assertThat(unread.any()).isFalse();
    }

    @Test
    void whoIsBehindIsSoByTheAgeOfWhatWasTakenLast() {
        take(0);
        polled(0, 1, 2);
        take(1);
        assertThat(unread.behind(9_001)).isEqualTo(Duration.ofSeconds(8));
        assertThat(unread.behind(500)).as("a clock behind the broker's").isZero();
        take(2);
        assertThat(unread.behind(9_001)).isZero();
    }

    @Test
    void aPartitionThatWentToAnotherThreadIsForgotten() {
        take(0);
        polled(7, 1, 2);
        unread.polled(ConsumerRecords.empty(), Set.of(), _ -> OptionalLong.empty());
        assertThat(unread.any()).isFalse();
    }

    @Test
    void aPartitionThatIsReadAgainFromFurtherBackBeginsAnew() {
        LongStream.rangeClosed(0, 2).forEach(this::take);
        take(0);
        assertThat(unread.any()).isFalse();
        polled(0, 1);
        assertThat(unread.any()).isTrue();
        take(1);
        assertThat(unread.any()).isFalse();
    }

    /** The record of offset n has the time of n seconds. */
    private void take(long offset) {
        unread.taken(new Position(offset), offset * 1_000 + 1);
    }

    private void polled(long beyond, long... offsets) {
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.of(offsets)
                .mapToObj(offset -> new ConsumerRecord<>(STATE.topic(), 0, offset, new byte[0], new byte[0]))
                .toList();
        unread.polled(
                new ConsumerRecords<>(Map.of(STATE, records), Map.of()), Set.of(STATE), _ -> OptionalLong.of(beyond));
    }

    private record Position(long offset) implements RecordMetadata {
        @Override
        public String topic() {
            return STATE.topic();
        }

        @Override
        public int partition() {
            return STATE.partition();
        }
    }
}
