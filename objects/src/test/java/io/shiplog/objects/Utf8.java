package io.shiplog.objects;

import java.nio.charset.StandardCharsets;

/** Text as the bytes of an object, and back. */
final class Utf8 {
    private Utf8() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
