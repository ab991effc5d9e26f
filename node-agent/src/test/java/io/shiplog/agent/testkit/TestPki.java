package io.shiplog.agent.testkit;

import io.shiplog.agent.NodeAgentSettings;
import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority and certificates for a test, as PEM files in a folder. */
public final class TestPki {
    private static final X500Name AUTHORITY = new X500Name("CN=test-ca");

    private final Path folder;
    private final KeyPair authorityKey = key();
    private int serial = 1;

    public TestPki(Path folder) {
        this.folder = folder;
        try {
            X509CertificateHolder authority = sign(AUTHORITY, authorityKey, true);
            write("ca.crt", authority);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate for {@code subject}, such as {@code O=system:masters,CN=admin}, with its key. */
    public NodeAgentSettings.Pem issue(String name, String subject) {
        try {
            KeyPair key = key();
            write(name + ".crt", sign(new X500Name(subject), key, false));
            write(name + ".key", new JcaPKCS8Generator(key.getPrivate(), null).generate());
            return new NodeAgentSettings.Pem(
                    folder.resolve("ca.crt"), folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509CertificateHolder sign(X500Name subject, KeyPair key, boolean authority)
            throws IOException, OperatorCreationException {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                AUTHORITY,
                BigInteger.valueOf(serial++),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                subject,
                key.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKey.getPrivate()));
    }

    private void write(String name, Object object) throws IOException {
        try (Writer file = Files.newBufferedWriter(folder.resolve(name));
                var pem = new JcaPEMWriter(file)) {
            pem.writeObject(object);
        }
    }

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
