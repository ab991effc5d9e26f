package io.shiplog.journal.seal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of each record of a stretch of the journal, in order: over its time, which is the broker's, and its
 * value. Immutable.
 */
public final class Fingerprints {
    /** How long one is. */
    private static final int BYTES = 32;
    /** Stands for a record that was not there. */
    private static final byte[] ABSENT = new byte[BYTES];

    public static final Fingerprints NONE = new Fingerprints(new byte[0]);

    private final byte[] bytes;

    private Fingerprints(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Collects them, record by record. */
    public static final class Collecting {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final long from;

        /** @param from the offset of the first record */
        public Collecting(long from) {
            this.from = from;
        }

        /** The record of the next offset, or of a later one where those between are not there. */
        public void add(long offset, long timeMillis, byte @Nullable [] value) {
            fill(offset);
            bytes.writeBytes(of(timeMillis, value));
        }

        /** Says that nothing more comes before {@code offset}. */
        public Fingerprints upTo(long offset) {
            fill(offset);
            return new Fingerprints(bytes.toByteArray());
        }

        private void fill(long offset) {
            while (from + bytes.size() / BYTES < offset) {
                bytes.writeBytes(ABSENT);
            }
        }
    }

    private static byte[] of(long timeMillis, byte @Nullable [] value) {
        MessageDigest sha = sha256();
        sha.update(ByteBuffer.allocate(Long.BYTES).putLong(timeMillis).array());
        return sha.digest(value == null ? ABSENT : value);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads what {@link #base64} wrote.
     *
     * @throws IllegalArgumentException when it is nothing of the kind
     */
    public static Fingerprints ofBase64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length % BYTES != 0) {
            throw new IllegalArgumentException("fingerprints of " + bytes.length + " bytes");
        }
        return new Fingerprints(bytes);
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** How many there are. */
    public int size() {
        return bytes.length / BYTES;
    }

    void into(MessageDigest digest) {
        digest.update(bytes);
    }

    /** Whether the record of one is that of the other. */
    boolean same(int index, Fingerprints other, int otherIndex) {
        return Arrays.equals(
                bytes, index * BYTES, (index + 1) * BYTES, other.bytes, otherIndex * BYTES, (otherIndex + 1) * BYTES);
    }

    boolean isAbsent(int index) {
        return Arrays.equals(bytes, index * BYTES, (index + 1) * BYTES, ABSENT, 0, BYTES);
    }

    /** Where the record of {@code other} is from {@code from} on; -1 for nowhere. */
    int indexOf(Fingerprints other, int otherIndex, int from) {
        for (int i = from; i < size(); i++) {
            if (same(i, other, otherIndex)) {
                return i;
            }
        }
        return -1;
    }

    /** These from {@code from} on, and then {@code more}. */
    public Fingerprints from(int from, Fingerprints more) {
        byte[] all = Arrays.copyOfRange(bytes, from * BYTES, bytes.length + more.bytes.length);
        System.arraycopy(more.bytes, 0, all, bytes.length - from * BYTES, more.bytes.length);
        return new Fingerprints(all);
    }
}
