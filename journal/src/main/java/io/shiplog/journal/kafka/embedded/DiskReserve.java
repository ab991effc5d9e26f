package io.shiplog.journal.kafka.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Room on the disk for what Kafka writes of its own accord, such as offsets of groups, when others have filled the rest
 * to the last byte: Kafka ends its process at the first write that fails. Files of written blocks that are given back
 * one by one, so that whoever fills the disk is mostly gone before all are. One thread owns it.
 */
final class DiskReserve {
    private static final int PIECES = 8;
    private static final ByteBuffer BLOCK = ByteBuffer.allocate(64 << 10).asReadOnlyBuffer();

    private final Path folder;
    private final int pieceBytes;
    private boolean whole;

    /** @param pieceBytes of each of its files, whole blocks of 64 KiB */
    DiskReserve(Path folder, int pieceBytes) {
        this.folder = folder;
        this.pieceBytes = pieceBytes;
    }

    /** How large it is when it is whole. */
    long bytes() {
        return (long) PIECES * pieceBytes;
    }

    /** How much is given back at once. */
    int pieceBytes() {
        return pieceBytes;
    }

    /** Takes what is missing, as far as there is room. */
    void fill() {
        if (whole) {
            return;
        }
        for (int i = 0; i < PIECES; i++) {
            if (!Files.exists(piece(i))) {
                write(i);
            }
        }
        whole = true;
    }

    private void write(int number) {
        Path unfinished = folder.resolve(number + ".new");
        try {
            Files.createDirectories(folder);
            try (SeekableByteChannel channel = Files.newByteChannel(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                while (channel.position() < pieceBytes) {
                    channel.write(BLOCK.duplicate());
                }
            }
            Files.move(unfinished, piece(number));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep room in " + folder, e);
        }
    }

    /** Gives a piece back; false when there is none left. */
    boolean give() {
        whole = false;
        try {
            for (int i = 0; i < PIECES; i++) {
                if (Files.deleteIfExists(piece(i))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give back room in " + folder, e);
        }
    }

    private Path piece(int number) {
        return folder.resolve(String.valueOf(number));
    }
}
