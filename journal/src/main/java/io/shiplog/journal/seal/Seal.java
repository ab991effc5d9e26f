package io.shiplog.journal.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a stretch of the journal was when it was sealed.
 *
 * @param previous the head of the seal before, in hexadecimal; empty for the first of a chain
 * @param from the offset of the first record
 * @param to the offset after the last; no record where it is {@code from}
 * @param records the fingerprint of each
 * @param keyframe a keyframe of a moment up to {@code to}, null for none
 */
public record Seal(
        String previous,
        long from,
        long to,
        Fingerprints records,
        @Nullable SealedKeyframe keyframe) {

    /**
     * What a keyframe was.
     *
     * @param id the key of its records
     * @param sha256 over the values of its chunks, in hexadecimal
     */
    public record SealedKeyframe(String id, String sha256) {}

    public Seal {
        if (to - from != records.size()) {
            throw new IllegalArgumentException(
                    "a seal from " + from + " to " + to + " has " + records.size() + " fingerprints");
        }
    }

    /** A hash over this seal, and so over everything before it, in hexadecimal. */
    public String head() {
        MessageDigest sha = Fingerprints.sha256();
        sha.update((previous + "\n" + (keyframe == null ? "" : keyframe.id() + " " + keyframe.sha256()) + "\n")
                .getBytes(UTF_8));
        sha.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(from).putLong(to).array());
        records.into(sha);
        return HexFormat.of().formatHex(sha.digest());
    }
}
