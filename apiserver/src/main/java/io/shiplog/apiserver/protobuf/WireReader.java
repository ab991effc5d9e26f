package io.shiplog.apiserver.protobuf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the fields of one protobuf message in order. One reader, one thread. */
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int wireType;

    WireReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    WireReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** The number of the next field, 0 at the end. */
    int nextField() {
        if (at >= end) {
            return 0;
        }
        long tag = varint();
        wireType = (int) (tag & 7);
        return (int) (tag >>> 3);
    }

    int wireType() {
        return wireType;
    }

    boolean atEnd() {
        return at >= end;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw new WireException("unexpected end");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new WireException("a number is too long");
    }

    double fixedDouble() {
        long bits = 0;
        require(8);
        for (int i = 7; i >= 0; i--) {
            bits = bits << 8 | bytes[at + i] & 0xff;
        }
        at += 8;
        return Double.longBitsToDouble(bits);
    }

    String string() {
        int length = length();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    byte[] bytes() {
        int length = length();
        byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return copy;
    }

    /** The embedded message that comes next. */
    WireReader message() {
        int length = length();
        WireReader inner = new WireReader(bytes, at, at + length);
        at += length;
        return inner;
    }

    void skip() {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> {
                require(8);
                at += 8;
            }
            case BYTES -> {
                int length = length();
                at += length;
            }
            case FIXED32 -> {
                require(4);
                at += 4;
            }
            default -> throw new WireException("unknown wire type " + wireType);
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new WireException("a length leads beyond the end");
        }
        return (int) length;
    }

    private void require(int count) {
        if (end - at < count) {
            throw new WireException("unexpected end");
        }
    }
}
