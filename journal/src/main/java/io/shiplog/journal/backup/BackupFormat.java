package io.shiplog.journal.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/**
 * How the parts of a backup lie one after the other: the line {@code shiplog-backup}, then of each part its kind (a
 * letter), how long it is before and after it is compressed, a checksum of these and what follows, and its content,
 * compressed with zstd.
 */
final class BackupFormat {
    static final byte[] BEGINNING = "shiplog-backup\n".getBytes(US_ASCII);
    static final byte HEAD = 'H';
    static final byte CHUNK = 'K';
    static final byte STRETCH = 'J';
    static final byte END = 'E';
    /** Kind, two lengths, checksum. */
    static final int PART_HEAD_BYTES = 1 + 4 + 4 + 4;

    /** What is longer is none of ours. */
    static final int LONGEST_BYTES = 64 << 20;

    private BackupFormat() {}

    static int checksum(byte kind, int length, byte[] compressed) {
        CRC32C sum = new CRC32C();
        sum.update(kind);
        for (int shift = 24; shift >= 0; shift -= 8) {
            sum.update(length >> shift);
        }
        sum.update(compressed);
        return (int) sum.getValue();
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
