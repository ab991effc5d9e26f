package io.shiplog.journal.backup;

import com.github.luben.zstd.Zstd;
import io.shiplog.journal.codec.BackupCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Writes a backup, part by part: no more than one is in memory. Used by one thread. */
public final class BackupWriter {
    private static final int LEVEL = 3;

    private final OutputStream out;
    private final MessageDigest digest;
    private long parts;

    private BackupWriter(OutputStream out, MessageDigest digest, long parts) {
        this.out = out;
        this.digest = digest;
        this.parts = parts;
    }

    /** Begins one. The stream stays its giver's to close. */
    public static BackupWriter begin(OutputStream out, BackupHead head) {
        BackupWriter writer = new BackupWriter(out, BackupFormat.digest(), 0);
        writer.put(BackupFormat.BEGINNING);
        writer.part(BackupFormat.HEAD, BackupCodec.encode(head));
        return writer;
    }

    /** Goes on with one that broke off, behind the last whole part that was read of it. */
    public static BackupWriter goOn(OutputStream out, BackupReader read) {
        return new BackupWriter(out, read.digest(), read.parts());
    }

    public void write(BackupPart part) {
        part(part instanceof BackupPart.Chunk ? BackupFormat.CHUNK : BackupFormat.STRETCH, BackupPart.encode(part));
    }

    /** Ends it: without its end it is none. */
    public void end() {
        part(BackupFormat.END, BackupCodec.end(parts, BackupReader.copy(digest).digest()));
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void part(byte kind, byte[] content) {
        byte[] compressed = Zstd.compress(content, LEVEL);
        ByteBuffer head = ByteBuffer.allocate(BackupFormat.PART_HEAD_BYTES)
                .put(kind)
                .putInt(content.length)
                .putInt(compressed.length)
                .putInt(BackupFormat.checksum(kind, content.length, compressed));
        put(head.array());
        put(compressed);
        parts++;
    }

    private void put(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the backup: " + e.getMessage(), e);
        }
        digest.update(bytes);
    }
}
