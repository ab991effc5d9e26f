package io.shiplog.resources.names;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Names that nobody chose: a base and five letters, 63 characters at most (apiserver's {@code SimpleNameGenerator},
 * v1.34). A client's are drawn, with others tried while one is taken; a controller's follow from words, such as its
 * owner's uid and a counter, so proposing twice creates once.
 */
public final class GeneratedNames {
    /** Neither vowels nor digits that look like letters (k8s.io/apimachinery/pkg/util/rand): no name spells a word. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;
    private static final int MAX_BASE = 63 - SUFFIX_LENGTH;

    private GeneratedNames() {}

    /** A name that begins with {@code base}; any number gives one. */
    public static String drawn(String base, long random) {
        String head = base.length() > MAX_BASE ? base.substring(0, MAX_BASE) : base;
        var name = new StringBuilder(head);
        long rest = random;
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(ALPHABET.charAt((int) Long.remainderUnsigned(rest, ALPHABET.length())));
            rest = Long.divideUnsigned(rest, ALPHABET.length());
        }
        return name.toString();
    }

    /** The name that begins with {@code base} and follows from {@code words}. */
    public static String derived(String base, String... words) {
        return drawn(base, hash64(words));
    }

    /**
     * The 32-bit FNV-1a hash of {@code text} as decimal digits, each written in the safe alphabet: up to ten letters.
     */
    public static String hash(String text) {
        int hash = 0x811c9dc5;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        var encoded = new StringBuilder();
        for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
            encoded.append(ALPHABET.charAt(digit % ALPHABET.length()));
        }
        return encoded.toString();
    }

    /** Sixteen hexadecimal digits that follow from {@code words}. */
    public static String hex(String... words) {
        return HexFormat.of().toHexDigits(hash64(words));
    }

    /**
     * 64 bits that follow from {@code words}: FNV-1a, then a finalizer that spreads every input bit, since FNV's low
     * bits alone are weak for short inputs.
     */
    public static long hash64(String... words) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : String.join("\0", words).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
