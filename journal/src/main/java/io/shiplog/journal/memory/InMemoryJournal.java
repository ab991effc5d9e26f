package io.shiplog.journal.memory;

import io.shiplog.journal.Journal;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A journal in memory. Records go through the real codec; each tail has a thread of its own. Everything is gone when
 * the process ends. Thread-safe.
 */
public final class InMemoryJournal implements Journal {
    private record Entry(Instant time, byte[] value) {}

    private static final int BATCH = 500;

    private final ProposalCodec codec;
    private final InstantSource clock;
    private final List<Entry> entries = new ArrayList<>();
    private final List<MemoryTail> tails = new ArrayList<>();
    private boolean closed;

    public InMemoryJournal() {
        this(ProposalLimits.DEFAULT, InstantSource.system());
    }

    public InMemoryJournal(ProposalLimits limits, InstantSource clock) {
        this.codec = new ProposalCodec(limits);
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Long> append(Proposal proposal) {
        byte[] value;
        try {
            value = codec.encode(proposal);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new IllegalStateException("the journal is closed"));
            }
            entries.add(new Entry(clock.instant(), value));
            notifyAll();
            return CompletableFuture.completedFuture(entries.size() - 1L);
        }
    }

    @Override
    public synchronized CompletableFuture<Long> endOffset() {
        return CompletableFuture.completedFuture((long) entries.size());
    }

    @Override
    public synchronized Tail tail(long fromOffset, Listener listener) {
        MemoryTail tail = new MemoryTail(fromOffset, listener);
        tails.add(tail);
        tail.thread.start();
        return tail;
    }

    /** The records from {@code from} (inclusive) to {@code to} (exclusive). */
    List<JournalRecord> records(long from, long to) {
        List<Entry> found;
        synchronized (this) {
            found = List.copyOf(entries.subList(Math.toIntExact(from), Math.toIntExact(to)));
        }
        return read(from, found);
    }

    private List<JournalRecord> read(long first, List<Entry> found) {
        List<JournalRecord> records = new ArrayList<>(found.size());
        for (Entry entry : found) {
            records.add(new JournalRecord(first + records.size(), entry.time(), codec.decode(entry.value())));
        }
        return records;
    }

    /** How many records there are until the first that is later than {@code time}. */
    synchronized long count(Instant time) {
        return entries.stream().takeWhile(entry -> !entry.time().isAfter(time)).count();
    }

    /** How much it holds: the lengths of all values. */
    public synchronized long bytes() {
        return entries.stream().mapToLong(entry -> entry.value().length).sum();
    }

    /** Ends every tail. */
    @Override
    public void close() {
        List<MemoryTail> running;
        synchronized (this) {
            closed = true;
            running = List.copyOf(tails);
        }
        running.forEach(MemoryTail::close);
    }

    private final class MemoryTail implements Tail {
        private final Listener listener;
        private final Thread thread;
        private long position;
        private boolean ended;

        MemoryTail(long fromOffset, Listener listener) {
            this.position = fromOffset;
            this.listener = listener;
            this.thread =
                    Thread.ofPlatform().daemon().name("memory-journal-tail").unstarted(this::run);
        }

        private void run() {
            try {
                for (List<JournalRecord> batch = next(); !batch.isEmpty(); batch = next()) {
                    listener.records(batch);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                listener.failed(e);
            }
        }

        /** Waits for records; empty when the tail has ended. */
        private List<JournalRecord> next() throws InterruptedException {
            List<Entry> found;
            long first;
            synchronized (InMemoryJournal.this) {
                while (!ended && position >= entries.size()) {
                    InMemoryJournal.this.wait();
                }
                if (ended) {
                    return List.of();
                }
                first = position;
                int from = Math.toIntExact(position);
                found = List.copyOf(entries.subList(from, Math.min(entries.size(), from + BATCH)));
                position += found.size();
            }
            return read(first, found);
        }

        @Override
        public void close() {
            synchronized (InMemoryJournal.this) {
                ended = true;
                tails.remove(this);
                InMemoryJournal.this.notifyAll();
            }
            if (Thread.currentThread() == thread) {
                return;
            }
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
