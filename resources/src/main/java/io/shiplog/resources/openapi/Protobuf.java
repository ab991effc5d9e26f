package io.shiplog.resources.openapi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Writes the fields of one protobuf message: the wire format needs no more for what is made of strings and messages.
 */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A message with the fields that {@code content} writes. */
    static byte[] message(Consumer<Protobuf> content) {
        var message = new Protobuf();
        content.accept(message);
        return message.out.toByteArray();
    }

    /** A string field; nothing when {@code value} is empty, which is what absence means. */
    void text(int field, String value) {
        if (!value.isEmpty()) {
            bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** One more value of a repeated string field. */
    void item(int field, String value) {
        bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    void flag(int field, boolean value) {
        if (value) {
            varint(field << 3 | VARINT);
            varint(1);
        }
    }

    void message(int field, Consumer<Protobuf> content) {
        bytes(field, message(content));
    }

    private void bytes(int field, byte[] value) {
        varint(field << 3 | LENGTH_DELIMITED);
        varint(value.length);
        out.writeBytes(value);
    }

    private void varint(int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
