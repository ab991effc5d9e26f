package io.shiplog.journal.kafka.log;

import io.shiplog.journal.AppendUnknownException;
import io.shiplog.journal.Journal;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.ProposalTooLargeException;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.clients.LocalBroker;
import io.shiplog.journal.kafka.clients.LocalPartition;
import io.shiplog.journal.kafka.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * The journal on a topic whose broker is in this process. One thread appends what was proposed, reads what the log has
 * then, and gives it to the tails: from a lone proposal to its verdict no other thread is woken. Appends are in the
 * order of the calls. While many come at a time, it waits a moment for more, because whoever else reads the topic is
 * woken by each batch. Thread-safe.
 */
public final class LocalJournal implements Journal {
    private static final long COMPANY_NANOS = Duration.ofMillis(1).toNanos();
    private static final int BATCH_BYTES = 512 * 1024;

    private record Append(byte[] value, CompletableFuture<Long> offset) {}

    private final String topic;
    private final ProposalCodec codec;
    private final int limitBytes;
    private final Duration patience;
    private final LocalPartition partition;
    private final LinkedBlockingQueue<Append> queue = new LinkedBlockingQueue<>();
    private final List<LocalTail> tails = new CopyOnWriteArrayList<>();
    private final AtomicBoolean news = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;

    private LocalJournal(String topic, LocalPartition partition, JournalSettings settings) {
        this.topic = topic;
        this.codec = new ProposalCodec(settings.limits());
        this.limitBytes = settings.limits().proposalBytes();
        this.patience = settings.appendTimeout();
        this.partition = partition;
        this.thread = Thread.ofPlatform().daemon().name("journal").unstarted(this::run);
    }

    /**
     * Opens the journal of a cluster whose topics exist.
     *
     * @throws KafkaUnavailableException when the broker does not lead it within half a minute
     */
    public static LocalJournal open(LocalBroker broker, ClusterConfig cluster, JournalSettings settings) {
        String topic = Topics.journal(cluster);
        var journal = new LocalJournal(topic, broker.partition(topic, Topics.JOURNAL_PARTITION), settings);
        journal.thread.start();
        return journal;
    }

    @Override
    public CompletableFuture<Long> append(Proposal proposal) {
        Append append;
        try {
            append = new Append(codec.encode(proposal), new CompletableFuture<>());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        queue.add(append);
        if (closed) {
            append.offset().completeExceptionally(closedJournal());
        }
        wake();
        return append.offset();
    }

    @Override
    public CompletableFuture<Long> endOffset() {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("the journal is closed"));
        }
        try {
            return CompletableFuture.completedFuture(partition.end());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(
                    new KafkaUnavailableException("the journal's end is unknown: " + e.getMessage(), e));
        }
    }

    @Override
    public Tail tail(long fromOffset, Listener listener) {
        LocalTail tail = new LocalTail(
                partition, new TopicPartition(topic, Topics.JOURNAL_PARTITION), fromOffset, listener, this::wake);
        tails.add(tail);
        wake();
        return () -> {
            tail.close();
            tails.remove(tail);
        };
    }

    private void wake() {
        if (news.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        LingerPolicy linger = new LingerPolicy(System.nanoTime());
        while (!closed) {
            if (!news.get()) {
                LockSupport.parkNanos(LocalTail.REST_NANOS);
            }
            news.set(false);
            appendWaiting(linger);
            tails.forEach(LocalTail::step);
        }
        fail(drained(), closedJournal());
    }

    private void appendWaiting(LingerPolicy linger) {
        if (queue.isEmpty()) {
            return;
        }
        if (linger.lingers(System.nanoTime())) {
            // Nobody wakes this thread meanwhile.
            news.set(true);
            LockSupport.parkNanos(COMPANY_NANOS);
        }
        List<Append> waiting = drained();
        linger.count(waiting.size(), System.nanoTime());
        for (int from = 0; from < waiting.size(); ) {
            int to = endOfBatch(waiting, from);
            append(waiting.subList(from, to));
            from = to;
        }
    }

    private List<Append> drained() {
        List<Append> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        return waiting;
    }

    private static int endOfBatch(List<Append> waiting, int from) {
        int to = from;
        for (int bytes = 0; to < waiting.size(); to++) {
            bytes += waiting.get(to).value().length;
            if (bytes > BATCH_BYTES && to > from) {
                break;
            }
        }
        return to;
    }

    private void append(List<Append> batch) {
        long offset;
        try {
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(batch.size());
            for (Append append : batch) {
                records.add(new ProducerRecord<>(topic, append.value()));
            }
            offset = partition.append(records, patience);
        } catch (RuntimeException | OutOfMemoryError e) {
            // Whatever it is, it must not end this thread: every later append would wait for nobody.
            batch.forEach(append -> append.offset().completeExceptionally(failure(append, e)));
            return;
        }
        for (Append append : batch) {
            append.offset().complete(offset++);
        }
    }

    private Throwable failure(Append append, Throwable failure) {
        return switch (failure) {
            case RecordTooLargeException _, RecordBatchTooLargeException _ ->
                new ProposalTooLargeException(append.value().length, limitBytes);
            default -> new AppendUnknownException("the append was not acknowledged: " + failure.getMessage(), failure);
        };
    }

    private static void fail(List<Append> appends, Exception reason) {
        appends.forEach(append -> append.offset().completeExceptionally(reason));
    }

    private static AppendUnknownException closedJournal() {
        return new AppendUnknownException("the journal was closed", new IllegalStateException("closed"));
    }

    /** Ends every tail; appends that still wait are unknown. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tails.forEach(LocalTail::close);
        fail(drained(), closedJournal());
    }
}
