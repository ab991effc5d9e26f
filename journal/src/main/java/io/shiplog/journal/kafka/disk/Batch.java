package io.shiplog.journal.kafka.disk;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A batch of records in a segment, in the format that Kafka has written since 0.11 (magic 2). Pure.
 *
 * @param position where it begins, in bytes
 * @param bytes how long it is
 * @param baseOffset the offset of its first record
 * @param nextOffset the offset after its last one
 * @param leaderEpoch the epoch that it was appended in
 * @param timestamp its newest time, in milliseconds since 1970
 */
record Batch(int position, int bytes, long baseOffset, long nextOffset, int leaderEpoch, long timestamp) {
    private static final int SIZE_AT = 8;
    private static final int EPOCH_AT = 12;
    private static final int MAGIC_AT = 16;
    private static final int CRC_AT = 17;
    private static final int ATTRIBUTES_AT = 21;
    private static final int LAST_DELTA_AT = 23;
    private static final int MAX_TIMESTAMP_AT = 35;
    /** The head of a batch. */
    static final int HEAD_BYTES = 61;

    private static final byte MAGIC = 2;
    /** What comes before the part that the size counts. */
    private static final int BEFORE_SIZE = 12;

    int end() {
        return position + bytes;
    }

    /**
     * The batch whose head lies at {@code position} and which ends within {@code segment}; its checksum is not looked
     * at.
     */
    static Optional<Batch> at(ByteBuffer segment, int position) {
        if (position < 0 || segment.limit() - position < HEAD_BYTES || segment.get(position + MAGIC_AT) != MAGIC) {
            return Optional.empty();
        }
        long baseOffset = segment.getLong(position);
        int size = segment.getInt(position + SIZE_AT);
        int lastDelta = segment.getInt(position + LAST_DELTA_AT);
        boolean sound = baseOffset >= 0
                && lastDelta >= 0
                && size >= HEAD_BYTES - BEFORE_SIZE
                && size <= segment.limit() - position - BEFORE_SIZE;
        return sound
                ? Optional.of(new Batch(
                        position,
                        size + BEFORE_SIZE,
                        baseOffset,
                        baseOffset + lastDelta + 1,
                        segment.getInt(position + EPOCH_AT),
                        segment.getLong(position + MAX_TIMESTAMP_AT)))
                : Optional.empty();
    }

    /** Whether the checksum is that of the bytes. */
    boolean isIntact(ByteBuffer segment) {
        CRC32C checksum = new CRC32C();
        checksum.update(segment.slice(position + ATTRIBUTES_AT, bytes - ATTRIBUTES_AT));
        return (int) checksum.getValue() == segment.getInt(position + CRC_AT);
    }
}
