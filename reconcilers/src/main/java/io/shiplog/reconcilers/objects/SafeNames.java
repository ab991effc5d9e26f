package io.shiplog.reconcilers.objects;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Names that are derived, not drawn: the same words give the same name. In upstream's alphabet
 * (k8s.io/apimachinery/pkg/util/rand), which has neither vowels nor digits that look like letters.
 */
public final class SafeNames {
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX_LENGTH = 5;

    /** Upstream's generateName cuts the prefix so that the whole has at most 63 characters. */
    private static final int MAX_PREFIX = 63 - SUFFIX_LENGTH;

    private SafeNames() {}

    /** {@code prefix} and five letters that follow from {@code words}. */
    public static String generated(String prefix, String... words) {
        String head = prefix.length() > MAX_PREFIX ? prefix.substring(0, MAX_PREFIX) : prefix;
        var name = new StringBuilder(head);
        long rest = hash64(String.join("\0", words));
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(ALPHABET.charAt((int) Long.remainderUnsigned(rest, ALPHABET.length())));
            rest = Long.divideUnsigned(rest, ALPHABET.length());
        }
        return name.toString();
    }

    /** The 32-bit FNV-1a hash of {@code text} as decimal digits, each written in the safe alphabet: up to ten letters. */
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
        return HexFormat.of().toHexDigits(hash64(String.join("\0", words)));
    }

    /** FNV-1a, then a finalizer that spreads every input bit: FNV's low bits alone are weak for short inputs. */
    private static long hash64(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
