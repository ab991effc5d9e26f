package io.shiplog.resources.json;

/** Text that every encoding can write. */
final class WellFormed {
    private static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    /**
     * {@code text} with the replacement character for each half of a pair of surrogates that stands alone, as Go reads
     * it.
     */
    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> out.appendCodePoint(Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c));
        return out.toString();
    }
}
