package io.shiplog.cluster.join;

import io.shiplog.cluster.pki.AuthorityHash;
import io.shiplog.cluster.pki.Pem;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a client of an API server trusts, and who it is itself. */
public final class ClientTls {
    private static final char[] NO_PASSWORD = new char[0];

    private ClientTls() {}

    /** A client that trusts an authority, given as PEM, and shows no certificate. */
    public static SSLContext trusting(String authorityPem) {
        try {
            return context(null, trust(Pem.certificate(authorityPem)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the authority's certificate cannot be read", e);
        }
    }

    /**
     * A client that trusts the authority whose public key has a hash: the server shows the authority's certificate
     * behind its own.
     *
     * @param hash {@code sha256:<hex>}
     */
    public static SSLContext trustingHash(String hash) {
        try {
            return context(null, new TrustManager[] {new ByHash(hash)});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client with a certificate, all given as PEM. */
    public static SSLContext certified(String authorityPem, String certificatePem, String keyPem) {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("own", Pem.key(keyPem), NO_PASSWORD, new Certificate[] {Pem.certificate(certificatePem)});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, NO_PASSWORD);
            return context(keys, trust(Pem.certificate(authorityPem)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate or its key cannot be read", e);
        }
    }

    private static SSLContext context(@Nullable KeyManagerFactory keys, TrustManager[] trust)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys == null ? null : keys.getKeyManagers(), trust, null);
        return context;
    }

    private static TrustManager[] trust(X509Certificate authority) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    /**
     * Finds the authority in what the server shows; everything else, its host's name included, is looked at as always.
     */
    private static final class ByHash extends X509ExtendedTrustManager {
        private final String hash;

        ByHash(String hash) {
            this.hash = hash;
        }

        private X509ExtendedTrustManager found(X509Certificate[] chain) throws CertificateException {
            X509Certificate authority = Arrays.stream(chain)
                    .filter(shown -> AuthorityHash.of(shown).equalsIgnoreCase(hash))
                    .findFirst()
                    .orElseThrow(() ->
                            new CertificateException("the server shows no authority whose key has the hash " + hash));
            try {
                return (X509ExtendedTrustManager) trust(authority)[0];
            } catch (GeneralSecurityException | IOException e) {
                throw new CertificateException(e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            found(chain).checkServerTrusted(chain, type, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            found(chain).checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            found(chain).checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
