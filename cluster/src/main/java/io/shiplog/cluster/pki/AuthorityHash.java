package io.shiplog.cluster.pki;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * The hash of an authority's public key, {@code sha256:<hex>}: what somebody carries to another machine to know the
 * authority by. Pure.
 */
public final class AuthorityHash {
    private static final String PREFIX = "sha256:";

    private AuthorityHash() {}

    /** kubeadm's hash: of the subject's public key info, DER. */
    public static String of(X509Certificate authority) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(authority.getPublicKey().getEncoded());
            return PREFIX + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
