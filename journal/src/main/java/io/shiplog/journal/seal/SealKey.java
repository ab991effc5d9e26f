package io.shiplog.journal.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.seal.WrittenSeal.Signature;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The key of a cluster's seals, Ed25519 of RFC 8032. Pure. */
public final class SealKey {
    private static final String ALGORITHM = "Ed25519";
    private static final int NAME_BYTES = 8;

    private SealKey() {}

    /**
     * Signs seals.
     *
     * @param publicKey that of {@code privateKey}
     */
    public record Signer(PrivateKey privateKey, PublicKey publicKey) {
        /** The seal with a signature. */
        public WrittenSeal sign(Seal seal) {
            try {
                var signing = java.security.Signature.getInstance(ALGORITHM);
                signing.initSign(privateKey);
                signing.update(text(seal.head()));
                return new WrittenSeal(
                        seal,
                        seal.head(),
                        new Signature(name(publicKey), Base64.getEncoder().encodeToString(signing.sign())));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the key of the seals does not sign", e);
            }
        }
    }

    /** Whether whoever has the private key of {@code key} signed this seal. */
    public static boolean isSigned(WrittenSeal seal, PublicKey key) {
        Signature signature = seal.signature();
        if (signature == null || !seal.isIntact()) {
            return false;
        }
        try {
            var verifying = java.security.Signature.getInstance(ALGORITHM);
            verifying.initVerify(key);
            verifying.update(text(seal.head()));
            return verifying.verify(Base64.getDecoder().decode(signature.base64()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** What keys are told apart by. */
    public static String name(PublicKey key) {
        byte[] sha = Fingerprints.sha256().digest(key.getEncoded());
        return HexFormat.of().formatHex(Arrays.copyOf(sha, NAME_BYTES));
    }

    /**
     * Reads a public key in PEM.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static PublicKey ofPem(String pem) {
        String base64 = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("this is no Ed25519 public key in PEM", e);
        }
    }

    private static byte[] text(String head) {
        return ("shiplog seal " + head).getBytes(UTF_8);
    }
}
