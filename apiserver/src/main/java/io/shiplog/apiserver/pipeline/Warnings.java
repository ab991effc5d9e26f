package io.shiplog.apiserver.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The warnings of one answer, each once. Together they have a bound: when they pass it, each is cut, and those that
 * still do not fit are left out; one with a control character is left out, too (apiserver's warning recorder and
 * apimachinery's {@code NewWarningHeader}, v1.34). Its call's event loop owns it.
 */
final class Warnings {
    /** How many characters all may have before each is cut. */
    private static final int TOTAL = 4 * 1024;

    /** How many characters of each are left then. */
    private static final int EACH = 256;

    private final Set<String> texts = new LinkedHashSet<>();
    private int characters;

    /** Adds one. */
    void add(String text) {
        // Beyond that, even those that are cut have no place.
        if (!text.isEmpty() && texts.size() <= TOTAL && texts.add(text)) {
            characters += length(text);
        }
    }

    /** The values of the {@code Warning} headers, each character of which stands for one byte of the header. */
    List<String> headers() {
        boolean cut = characters > TOTAL;
        List<String> headers = new ArrayList<>();
        int whole = 0;
        int written = 0;
        for (String text : texts) {
            // Those up to the one that passed the bound are all told, however much that makes.
            boolean atFirst = whole <= TOTAL;
            whole += length(text);
            if (cut && !atFirst && written >= TOTAL) {
                break;
            }
            String shown = cut && length(text) > EACH ? text.substring(0, text.offsetByCodePoints(0, EACH)) : text;
            if (shown.codePoints().noneMatch(Character::isISOControl)) {
                written += length(shown);
                headers.add(header(shown));
            }
        }
        return headers;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String header(String text) {
        String quoted = "299 - \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return new String(quoted.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
