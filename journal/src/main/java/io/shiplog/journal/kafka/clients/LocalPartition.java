package io.shiplog.journal.kafka.clients;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A partition that a broker of this process leads. Thread-safe. Its files are written and read on the calling thread,
 * which nobody may interrupt: an interrupt closes the file under everybody.
 */
public interface LocalPartition {

    /** What a question for records was answered. */
    sealed interface Fetched {}

    /** The next records; none when there were none for a while. */
    record Found(List<ConsumerRecord<byte[], byte[]>> records) implements Fetched {}

    /**
     * What a log had.
     *
     * @param next the offset after the last one looked at, which need not be a record's: a compacted log has gaps
     */
    record Stretch(List<ConsumerRecord<byte[], byte[]>> records, long next) {}

    /** Why there is no answer, as one of Kafka's own exceptions or what a damaged file throws. */
    record Unfetched(RuntimeException failure) implements Fetched {}

    /**
     * Appends records as one batch, all of them or none; they are acknowledged when this returns. A broker that does
     * not lead the partition for now, as one that its controller has not heard of for a while, is waited for.
     *
     * @param patience how long
     * @return the first one's offset; the others follow
     * @throws org.apache.kafka.common.errors.ApiException as Kafka's producer would say it
     */
    long append(List<ProducerRecord<byte[], byte[]>> records, Duration patience);

    /** The offset after the last record that readers may see. */
    long end();

    /**
     * Asks for the records from {@code offset} on.
     *
     * @param answer called once: on this thread when there are some, otherwise on the thread of whoever appends, which
     *     it must not keep, or on the broker's
     */
    void read(long offset, Consumer<Fetched> answer);

    /**
     * The records from {@code offset} on that the log has now, up to about so many bytes, and one at least where there
     * is one.
     *
     * @throws org.apache.kafka.common.errors.ApiException as Kafka's consumer is answered by a broker
     */
    Stretch readNow(long offset, int bytes);

    /**
     * Has {@code news} called whenever readers may see more: on the thread of whoever appends, which it must not keep.
     *
     * @return ends it
     */
    Runnable onNews(Runnable news);
}
