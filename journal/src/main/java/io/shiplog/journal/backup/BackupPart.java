package io.shiplog.journal.backup;

import io.shiplog.journal.codec.UnreadableValueException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a backup between its head and its end. */
public sealed interface BackupPart {
    /**
     * A chunk of the keyframe that it begins with.
     *
     * @param offset where it lay among the chunks of keyframes
     * @param value the record's value
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Chunk(long offset, byte[] value) implements BackupPart {}

    /** Records of the journal, one after the other. */
    record Stretch(List<RawRecord> records) implements BackupPart {
        public Stretch {
            records = List.copyOf(records);
        }
    }

    /**
     * A record of the journal as it lies there, whether it can be read or not.
     *
     * @param timeMillis when the broker took it, in milliseconds since 1970
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record RawRecord(long offset, long timeMillis, byte @Nullable [] value) {
        private static final int HEAD_BYTES = 8 + 8 + 4;

        /** How many bytes it takes in a backup, before they are compressed. */
        public int bytes() {
            return HEAD_BYTES + (value == null ? 0 : value.length);
        }
    }

    /** Its content, before it is compressed. */
    static byte[] encode(BackupPart part) {
        return switch (part) {
            case Chunk(long offset, byte[] value) ->
                ByteBuffer.allocate(Long.BYTES + value.length)
                        .putLong(offset)
                        .put(value)
                        .array();
            case Stretch(List<RawRecord> records) -> {
                ByteBuffer content = ByteBuffer.allocate(
                        records.stream().mapToInt(RawRecord::bytes).sum());
                for (RawRecord record : records) {
                    byte[] value = record.value();
                    content.putLong(record.offset()).putLong(record.timeMillis());
                    content.putInt(value == null ? -1 : value.length);
                    if (value != null) {
                        content.put(value);
                    }
                }
                yield content.array();
            }
        };
    }

    /** Reads the content of a chunk. */
    static Chunk chunk(byte[] content) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            long offset = buffer.getLong();
            byte[] value = new byte[buffer.remaining()];
            buffer.get(value);
            return new Chunk(offset, value);
        } catch (BufferUnderflowException e) {
            throw new UnreadableValueException("no chunk of a keyframe", e);
        }
    }

    /** Reads the content of a stretch of the journal. */
    static Stretch stretch(byte[] content) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        List<RawRecord> records = new ArrayList<>();
        try {
            while (buffer.hasRemaining()) {
                long offset = buffer.getLong();
                long time = buffer.getLong();
                int length = buffer.getInt();
                if (length > buffer.remaining()) {
                    throw new UnreadableValueException("no stretch of the journal");
                }
                byte[] value = length < 0 ? null : new byte[length];
                if (value != null) {
                    buffer.get(value);
                }
                records.add(new RawRecord(offset, time, value));
            }
        } catch (BufferUnderflowException e) {
            throw new UnreadableValueException("no stretch of the journal", e);
        }
        return new Stretch(records);
    }
}
