package io.shiplog.apiserver.audit;

import io.shiplog.resources.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file with one audit event a line, written by a thread of its own. A file that has grown is kept under a name with
 * the time in it, as upstream's is ({@code audit-2026-11-30T18-00-00.000.log}), and so are as many as are wanted. When
 * the disk is too slow events are lost: they are counted, and told of.
 */
public final class AuditLogFile implements AuditSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLogFile.class);
    private static final int WAITING = 10_000;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Path file;
    private final Rotation rotation;
    private final InstantSource clock;
    private final BlockingQueue<ObjectNode> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;
    private OutputStream out;
    private long size;

    /**
     * When a file is full, and which are kept.
     *
     * @param bytes how large a file gets
     * @param files how many old ones are kept; 0 for all
     * @param age how long they are kept; zero for ever
     */
    public record Rotation(long bytes, int files, Duration age) {}

    /** @throws UncheckedIOException when it cannot be written */
    public AuditLogFile(Path file, Rotation rotation, InstantSource clock) {
        this.file = file;
        this.rotation = rotation;
        this.clock = clock;
        try {
            out = open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the audit log " + file, e);
        }
        thread = Thread.ofPlatform().daemon().name("audit-log").start(this::run);
    }

    private OutputStream open() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        OutputStream fresh = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        size = Files.size(file);
        return fresh;
    }

    @Override
    public void write(ObjectNode event) {
        if (!waiting.offer(event) && lost.getAndIncrement() == 0) {
            LOG.error("the audit log {} cannot keep up: events are lost", file);
        }
    }

    /** How many events were lost. */
    public long lost() {
        return lost.get();
    }

    private void run() {
        try {
            List<ObjectNode> events = new ArrayList<>();
            while (!closed || !waiting.isEmpty()) {
                ObjectNode first = waiting.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    events.add(first);
                    waiting.drainTo(events);
                    append(events);
                    events.clear();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the audit log ends: interrupted");
        }
    }

    private void append(List<ObjectNode> events) {
        try {
            for (ObjectNode event : events) {
                byte[] line = Json.bytes(event);
                if (size > 0 && size + line.length >= rotation.bytes()) {
                    rotate();
                }
                out.write(line);
                out.write('\n');
                size += line.length + 1;
            }
            out.flush();
        } catch (IOException e) {
            lost.addAndGet(events.size());
            LOG.error("audit events could not be written to {}: {}", file, e.toString());
        }
    }

    private void rotate() throws IOException {
        out.close();
        Files.move(file, file.resolveSibling(stem() + "-" + TIME.format(clock.instant()) + ending()));
        out = open();
        List<Path> old;
        try (Stream<Path> all = Files.list(file.toAbsolutePath().getParent())) {
            old = all.filter(each -> isOld(each.getFileName().toString()))
                    .sorted()
                    .toList();
        }
        Instant oldest = clock.instant().minus(rotation.age());
        for (int i = 0; i < old.size(); i++) {
            boolean tooMany = rotation.files() > 0 && i < old.size() - rotation.files();
            boolean tooOld = !rotation.age().isZero()
                    && old.get(i).getFileName().toString().compareTo(stem() + "-" + TIME.format(oldest)) < 0;
            if (tooMany || tooOld) {
                Files.delete(old.get(i));
            }
        }
    }

    private boolean isOld(String name) {
        return name.startsWith(stem() + "-") && name.endsWith(ending()) && name.matches(".*-\\d{4}-\\d\\d-\\d\\dT.*");
    }

    private String stem() {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private String ending() {
        return file.getFileName().toString().substring(stem().length());
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
            out.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("the audit log {} could not be closed: {}", file, e.toString());
        }
    }
}
