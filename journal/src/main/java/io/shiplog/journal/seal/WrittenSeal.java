package io.shiplog.journal.seal;

import org.jspecify.annotations.Nullable;

/**
 * A seal as it lies in the topic.
 *
 * @param head what its writer said that its head is
 * @param signature over the head, null where nobody signed it
 */
public record WrittenSeal(Seal seal, String head, @Nullable Signature signature) {
    /**
     * Who signed, and how.
     *
     * @param key the first bytes of the SHA-256 of the public key, in hexadecimal: tells keys apart, proves nothing
     * @param base64 an Ed25519 signature
     */
    public record Signature(String key, String base64) {}

    /** Whether it is what its writer wrote, as far as it can tell by itself. */
    public boolean isIntact() {
        return seal.head().equals(head);
    }
}
