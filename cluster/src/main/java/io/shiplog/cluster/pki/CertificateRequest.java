package io.shiplog.cluster.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A new key and the request for its certificate.
 *
 * @param key PKCS #8 as PEM
 * @param request PKCS #10 as PEM
 */
public record CertificateRequest(String key, String request) {
    private static final int LEAST_RSA_BITS = 2048;
    private static final int LEAST_EC_BITS = 256;

    /** The key is not for logs. */
    @Override
    public String toString() {
        return "a certificate request";
    }

    /** Makes a key, which leaves this process in no other way. */
    public static CertificateRequest make(String commonName, List<String> groups) {
        try {
            KeyPair keys = Pki.newKeyPair(Pki.EC);
            var request = new JcaPKCS10CertificationRequestBuilder(Pki.name(commonName, groups), keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
            return new CertificateRequest(Pem.text(keys.getPrivate()), Pem.text(request));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make a key for " + commonName, e);
        }
    }

    /**
     * The key that a request is of.
     *
     * @throws IllegalArgumentException when it is none, was not made by the key's holder, or the key is too weak
     */
    static PublicKey key(String request) {
        try {
            PKCS10CertificationRequest read = Pem.read(request, PKCS10CertificationRequest.class);
            PublicKey key = new JcaPKCS10CertificationRequest(read).getPublicKey();
            if (!read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new IllegalArgumentException("the certificate request is not signed by its key");
            }
            boolean strong = switch (key) {
                case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
                case ECPublicKey ec -> ec.getParams().getOrder().bitLength() >= LEAST_EC_BITS;
                default -> false;
            };
            if (!strong) {
                throw new IllegalArgumentException("the certificate request is of a key that is too weak");
            }
            return key;
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                // Of BouncyCastle, for what is no Base64.
                | IllegalStateException e) {
            throw new IllegalArgumentException("the certificate request cannot be read", e);
        }
    }
}
