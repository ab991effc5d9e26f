package io.shiplog.journal.seal;

import java.security.MessageDigest;
import java.util.HexFormat;

/** The SHA-256 of a keyframe: over the values of its chunks, in order. Used for one. */
public final class SealedChunks {
    private final MessageDigest sha = Fingerprints.sha256();

    public void add(byte[] chunk) {
        sha.update(chunk);
    }

    /** That of all, once. */
    public String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
