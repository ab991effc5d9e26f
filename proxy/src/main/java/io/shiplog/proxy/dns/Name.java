package io.shiplog.proxy.dns;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Domain names on the wire (RFC 1035, 3.1 and 4.1.4) and as text: labels joined by dots, without the final one. A dot
 * within a label is written {@code \.}, so that no strange name passes for another. Pure.
 */
final class Name {
    private static final int MAX_LABEL = 63;
    private static final int MAX_TEXT = 253;
    private static final int POINTER = 0xC0;

    private Name() {}

    /**
     * A name and where the message goes on behind it.
     *
     * @param text as it was asked, not lower-cased
     */
    record Read(String text, int next) {}

    /**
     * The name at {@code from}, pointers followed.
     *
     * @throws IllegalArgumentException when there is none
     */
    static Read read(byte[] message, int from) {
        List<String> labels = new ArrayList<>();
        int at = from;
        int next = -1;
        int length = 0;
        while (true) {
            int size = unsigned(message, at);
            if (size == 0) {
                return new Read(String.join(".", labels), next < 0 ? at + 1 : next);
            }
            if (size >= POINTER) {
                int target = (size - POINTER) << 8 | unsigned(message, at + 1);
                next = next < 0 ? at + 2 : next;
                // Pointers lead back: so they end.
                if (target >= at) {
                    throw new IllegalArgumentException("a pointer that leads nowhere");
                }
                at = target;
                continue;
            }
            length += size + 1;
            if (size > MAX_LABEL || length > MAX_TEXT + 1 || at + 1 + size > message.length) {
                throw new IllegalArgumentException("not a name");
            }
            labels.add(new String(message, at + 1, size, StandardCharsets.ISO_8859_1).replace(".", "\\."));
            at += size + 1;
        }
    }

    /** A name on the wire, uncompressed; empty for text that is none. */
    static byte[] encode(String text) {
        var out = new ByteArrayOutputStream();
        if (!text.isEmpty()) {
            for (String label : labels(text)) {
                byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
                if (bytes.length == 0 || bytes.length > MAX_LABEL || text.length() > MAX_TEXT) {
                    return new byte[0];
                }
                out.write(bytes.length);
                out.writeBytes(bytes);
            }
        }
        out.write(0);
        return out.toByteArray();
    }

    /** The labels of a name, unescaped. */
    static List<String> labels(String text) {
        List<String> labels = new ArrayList<>();
        for (String label : text.split("(?<!\\\\)\\.", -1)) {
            labels.add(label.replace("\\.", "."));
        }
        return labels;
    }

    /** As names are compared. */
    static String lower(String text) {
        String undotted = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return undotted.toLowerCase(Locale.ROOT);
    }

    private static int unsigned(byte[] message, int at) {
        if (at >= message.length) {
            throw new IllegalArgumentException("a name that has no end");
        }
        return message[at] & 0xFF;
    }
}
