package io.shiplog.journal.backup;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.shiplog.journal.codec.BackupCodec;
import io.shiplog.journal.codec.UnreadableValueException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Reads a backup, part by part, and refuses what was not written like this. Used by one thread. */
public final class BackupReader {
    private record Content(byte kind, byte[] bytes) {}

    private final InputStream in;
    private final MessageDigest digest = BackupFormat.digest();
    private final BackupHead head;
    private long parts;
    private long bytes;

    /**
     * Begins to read. The stream stays its giver's to close.
     *
     * @throws BackupRefusedException when it is no backup, or of a newer format
     */
    public BackupReader(InputStream in) {
        this.in = in;
        byte[] beginning = in(BackupFormat.BEGINNING.length);
        if (!Arrays.equals(beginning, Arrays.copyOf(BackupFormat.BEGINNING, beginning.length))) {
            throw new BackupRefusedException("this is no backup of Shiplog: it does not begin like one");
        }
        if (beginning.length < BackupFormat.BEGINNING.length) {
            throw BackupRefusedException.truncated(0);
        }
        taken(beginning);
        this.head = head(part());
    }

    private static BackupHead head(Content first) {
        if (first.kind() != BackupFormat.HEAD) {
            throw BackupRefusedException.damaged("it has no head");
        }
        try {
            int version = BackupCodec.version(first.bytes());
            if (version > BackupCodec.VERSION) {
                throw new BackupRefusedException("the backup is of format " + version + ", and this build reads "
                        + BackupCodec.VERSION + ": a newer build restores it");
            }
            return BackupCodec.head(first.bytes());
        } catch (UnreadableValueException e) {
            throw new BackupRefusedException("the backup is damaged: its head cannot be read", e);
        }
    }

    public BackupHead head() {
        return head;
    }

    /**
     * The next part; empty after the last, when all of it is what was written.
     *
     * @throws BackupRefusedException when it is damaged or truncated
     */
    public Optional<BackupPart> next() {
        byte[] sum = copy(digest).digest();
        long before = parts;
        Content content = part();
        try {
            return switch (content.kind()) {
                case BackupFormat.CHUNK -> Optional.of(BackupPart.chunk(content.bytes()));
                case BackupFormat.STRETCH -> Optional.of(BackupPart.stretch(content.bytes()));
                case BackupFormat.END -> end(content.bytes(), before, sum);
                default ->
                    throw BackupRefusedException.damaged("part " + parts + " is of no kind that this build knows");
            };
        } catch (UnreadableValueException e) {
            throw new BackupRefusedException("the backup is damaged: part " + parts + " cannot be read", e);
        }
    }

    private Optional<BackupPart> end(byte[] end, long before, byte[] sum) {
        if (!Arrays.equals(end, BackupCodec.end(before, sum))) {
            throw BackupRefusedException.damaged(
                    "its parts do not come to the checksum " + HexFormat.of().formatHex(sum));
        }
        if (in(1).length > 0) {
            throw BackupRefusedException.damaged("something follows after its end");
        }
        return Optional.empty();
    }

    /** How many whole parts were read. */
    public long parts() {
        return parts;
    }

    /** How many bytes these are, with the beginning. */
    public long bytes() {
        return bytes;
    }

    MessageDigest digest() {
        return copy(digest);
    }

    private Content part() {
        byte[] partHead = read(BackupFormat.PART_HEAD_BYTES);
        ByteBuffer buffer = ByteBuffer.wrap(partHead);
        byte kind = buffer.get();
        int length = buffer.getInt();
        int compressedLength = buffer.getInt();
        int checksum = buffer.getInt();
        if (length < 0
                || length > BackupFormat.LONGEST_BYTES
                || compressedLength < 0
                || compressedLength > BackupFormat.LONGEST_BYTES) {
            throw BackupRefusedException.damaged("no part is as long as part " + (parts + 1) + " says");
        }
        byte[] compressed = read(compressedLength);
        if (checksum != BackupFormat.checksum(kind, length, compressed)) {
            throw BackupRefusedException.damaged("part " + (parts + 1) + " does not come to its checksum");
        }
        byte[] content = decompressed(compressed, length);
        taken(partHead);
        taken(compressed);
        parts++;
        return new Content(kind, content);
    }

    private byte[] decompressed(byte[] compressed, int length) {
        try {
            byte[] content = Zstd.decompress(compressed, length);
            if (content.length == length) {
                return content;
            }
        } catch (ZstdException e) {
            throw new BackupRefusedException("the backup is damaged: part " + (parts + 1) + " is not compressed", e);
        }
        throw BackupRefusedException.damaged("part " + (parts + 1) + " is not as long as it says");
    }

    private void taken(byte[] read) {
        digest.update(read);
        bytes += read.length;
    }

    private byte[] read(int length) {
        byte[] read = in(length);
        if (read.length < length) {
            throw BackupRefusedException.truncated(parts);
        }
        return read;
    }

    private byte[] in(int length) {
        try {
            return in.readNBytes(length);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the backup: " + e.getMessage(), e);
        }
    }

    static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 can be copied in every Java", e);
        }
    }
}
