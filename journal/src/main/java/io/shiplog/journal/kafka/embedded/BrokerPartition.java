package io.shiplog.journal.kafka.embedded;

import io.shiplog.journal.kafka.clients.LocalPartition;
import io.shiplog.journal.kafka.clients.LogRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import kafka.cluster.Partition;
import kafka.server.QuotaFactory;
import kafka.server.ReplicaManager;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.ProduceResponse.PartitionResponse;
import org.apache.kafka.server.common.RequestLocal;
import org.apache.kafka.server.partition.PartitionListener;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.server.storage.log.FetchParams;
import org.apache.kafka.server.storage.log.FetchPartitionData;
import org.apache.kafka.storage.internals.log.AppendOrigin;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import scala.Option;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * A partition of the embedded Kafka, by what its broker does for a produce or fetch request once it has been taken
 * apart.
 */
final class BrokerPartition implements LocalPartition {
    private static final short ALL_REPLICAS = -1;
    private static final Duration APPEND_TIMEOUT = Duration.ofSeconds(10);
    /** A question that finds nothing rests in the broker. */
    private static final Duration READ_WAIT = Duration.ofSeconds(2);

    /** Between two tries while the broker does not lead. */
    private static final Duration LEADING_PACE = Duration.ofMillis(20);

    private static final Compression ZSTD = Compression.zstd().level(1).build();
    /**
     * To compress a lone proposal costs 70 us of CPU and saves a third of it; of batches it is little and saves nine
     * tenths.
     */
    private static final int COMPRESSED_FROM_BYTES = 4 * 1024;

    private static final int READ_BYTES = 8 * 1024 * 1024;
    private static final long NO_EPOCH = -1;

    private final ReplicaManager replicas;
    private final TopicIdPartition partition;

    BrokerPartition(ReplicaManager replicas, TopicIdPartition partition) {
        this.replicas = replicas;
        this.partition = partition;
    }

    /** Whether this broker leads the partition by now. */
    boolean isLed() {
        return log().isDefined();
    }

    @Override
    public long append(List<ProducerRecord<byte[], byte[]>> records, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return append(records);
            } catch (NotLeaderOrFollowerException | UnknownTopicOrPartitionException e) {
                // Nothing was appended.
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(LEADING_PACE.toNanos());
            }
        }
    }

    private long append(List<ProducerRecord<byte[], byte[]>> records) {
        MemoryRecords batch = MemoryRecords.withRecords(
                bytes(records) < COMPRESSED_FROM_BYTES ? Compression.NONE : ZSTD,
                records.stream().map(BrokerPartition::simple).toArray(SimpleRecord[]::new));
        var appended = new CompletableFuture<PartitionResponse>();
        replicas.appendRecords(
                APPEND_TIMEOUT.toMillis(),
                ALL_REPLICAS,
                false,
                AppendOrigin.CLIENT,
                CollectionConverters.asScala(Map.of(partition, batch)),
                answers -> {
                    appended.complete(answers.get(partition));
                    return BoxedUnit.UNIT;
                },
                replicas.appendRecords$default$7(),
                RequestLocal.noCaching(),
                replicas.appendRecords$default$9(),
                replicas.appendRecords$default$10());
        // Those who wait for records are answered by this.
        replicas.tryCompleteActions();
        PartitionResponse answer = awaited(appended);
        if (answer.error != Errors.NONE) {
            throw answer.error.exception();
        }
        return answer.baseOffset;
    }

    private static long bytes(List<ProducerRecord<byte[], byte[]>> records) {
        long bytes = 0;
        for (ProducerRecord<byte[], byte[]> record : records) {
            bytes += record.value() == null ? 0 : record.value().length;
        }
        return bytes;
    }

    /** The only replica has the records already: there is nothing to wait for but a broker that stops. */
    private static PartitionResponse awaited(CompletableFuture<PartitionResponse> appended) {
        return appended.completeOnTimeout(
                        new PartitionResponse(Errors.REQUEST_TIMED_OUT),
                        APPEND_TIMEOUT.toMillis(),
                        TimeUnit.MILLISECONDS)
                .join();
    }

    private static SimpleRecord simple(ProducerRecord<byte[], byte[]> record) {
        Long time = record.timestamp();
        return new SimpleRecord(
                time == null ? System.currentTimeMillis() : time,
                record.key(),
                record.value(),
                record.headers().toArray());
    }

    @Override
    public long end() {
        Option<UnifiedLog> log = log();
        if (log.isEmpty()) {
            throw new NotLeaderOrFollowerException("the broker does not lead " + partition);
        }
        return log.get().highWatermark();
    }

    private Option<UnifiedLog> log() {
        Option<Partition> online = replicas.onlinePartition(partition.topicPartition());
        return online.isEmpty() ? Option.empty() : online.get().leaderLogIfLocal();
    }

    @Override
    public void read(long offset, Consumer<Fetched> answer) {
        fetch(offset, READ_WAIT, READ_BYTES, fetched -> answer.accept(answer(offset, fetched)));
    }

    @Override
    public Stretch readNow(long offset, int bytes) {
        var answer = new CompletableFuture<FetchPartitionData>();
        fetch(offset, Duration.ZERO, bytes, answer::complete);
        // A question that may not rest is answered within the call.
        FetchPartitionData fetched = answer.join();
        if (fetched.error != Errors.NONE) {
            throw fetched.error.exception();
        }
        try {
            return stretch(offset, inMemory(fetched.records));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + partition, e);
        }
    }

    private void fetch(long offset, Duration wait, int bytes, Consumer<FetchPartitionData> answer) {
        var params = new FetchParams(
                FetchRequest.CONSUMER_REPLICA_ID,
                NO_EPOCH,
                wait.toMillis(),
                1,
                bytes,
                FetchIsolation.HIGH_WATERMARK,
                Optional.empty());
        var wanted = new FetchRequest.PartitionData(
                partition.topicId(), offset, FetchRequest.INVALID_LOG_START_OFFSET, bytes, Optional.empty());
        replicas.fetchMessages(
                params,
                CollectionConverters.asScala(List.of(new Tuple2<>(partition, wanted))),
                QuotaFactory.UNBOUNDED_QUOTA,
                fetched -> {
                    answer.accept(fetched.head()._2());
                    return BoxedUnit.UNIT;
                });
    }

    @Override
    public Runnable onNews(Runnable news) {
        var listener = new PartitionListener() {
            @Override
            public void onHighWatermarkUpdated(TopicPartition of, long offset) {
                news.run();
            }
        };
        if (!replicas.maybeAddListener(partition.topicPartition(), listener)) {
            throw new NotLeaderOrFollowerException("the broker does not hold " + partition);
        }
        return () -> replicas.removeListener(partition.topicPartition(), listener);
    }

    /** Whoever appended runs this: nothing may come out of it. */
    private Fetched answer(long offset, FetchPartitionData fetched) {
        try {
            if (fetched.error != Errors.NONE) {
                return new Unfetched(fetched.error.exception());
            }
            return new LocalPartition.Found(
                    stretch(offset, inMemory(fetched.records)).records());
        } catch (RuntimeException e) {
            return new Unfetched(e);
        } catch (IOException e) {
            return new Unfetched(new UncheckedIOException("cannot read " + partition, e));
        }
    }

    private static Records inMemory(Records records) throws IOException {
        if (!(records instanceof FileRecords file)) {
            return records;
        }
        ByteBuffer bytes = ByteBuffer.allocate(file.sizeInBytes());
        file.readInto(bytes, 0);
        return MemoryRecords.readableRecords(bytes);
    }

    /** Batches are given whole: what lies before the offset in the first one is left out. */
    private Stretch stretch(long offset, Records records) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        long next = offset;
        for (RecordBatch batch : records.batches()) {
            batch.ensureValid();
            next = batch.nextOffset();
            if (batch.isControlBatch()) {
                continue;
            }
            for (Record record : batch) {
                if (record.offset() >= offset) {
                    read.add(LogRecords.consumed(partition.topicPartition(), batch, record));
                }
            }
        }
        return new Stretch(read, next);
    }
}
