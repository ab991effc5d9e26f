package io.shiplog.journal.kafka.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One file of a partition's log.
 *
 * @param file {@code <base offset>.log}
 */
record Segment(Path file) {
    private static final String SUFFIX = ".log";

    /** The segments of the partition in {@code folder}, oldest first. */
    static List<Segment> of(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .map(Segment::new)
                    .toList();
        }
    }

    long baseOffset() {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    /** The whole file, not to be changed. */
    ByteBuffer map() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.size() == 0
                    ? ByteBuffer.allocate(0)
                    : channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    /** How far {@link #look} looks. */
    enum Look {
        /** At the checksum of the last batch. */
        LAST,
        /** At every checksum. */
        ALL
    }

    /** The first place at which the segment is damaged. */
    Optional<Damage> look(Look look) throws IOException {
        ByteBuffer bytes = map();
        int at = 0;
        long next = baseOffset();
        Optional<Batch> last = Optional.empty();
        while (at < bytes.limit()) {
            Optional<Batch> batch = Batch.at(bytes, at);
            boolean good = batch.isPresent()
                    && batch.get().baseOffset() >= next
                    && (look == Look.LAST || batch.get().isIntact(bytes));
            if (!good) {
                return Optional.of(new Damage(this, at, next, following(bytes, at + 1, next)));
            }
            last = batch;
            at = batch.get().end();
            next = batch.get().nextOffset();
        }
        if (last.isPresent() && !last.get().isIntact(bytes)) {
            return Optional.of(
                    new Damage(this, last.get().position(), last.get().baseOffset(), Optional.empty()));
        }
        return Optional.empty();
    }

    /** The next intact batch behind a damaged one, wherever it begins. */
    private static Optional<Batch> following(ByteBuffer bytes, int from, long next) {
        for (int at = from; at <= bytes.limit() - Batch.HEAD_BYTES; at++) {
            Optional<Batch> batch = Batch.at(bytes, at);
            if (batch.isPresent()
                    && batch.get().baseOffset() >= next
                    && batch.get().isIntact(bytes)) {
                return batch;
            }
        }
        return Optional.empty();
    }

    /** The batches that are intact, in order: for a segment that is. */
    List<Batch> batches() throws IOException {
        ByteBuffer bytes = map();
        List<Batch> batches = new ArrayList<>();
        for (Optional<Batch> batch = Batch.at(bytes, 0);
                batch.isPresent();
                batch = Batch.at(bytes, batch.get().end())) {
            batches.add(batch.get());
        }
        return batches;
    }
}
