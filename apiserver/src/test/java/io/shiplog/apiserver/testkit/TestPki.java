package io.shiplog.apiserver.testkit;

import io.shiplog.apiserver.authn.TokenKey;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives as long as a test. */
public final class TestPki {
    private static final AtomicLong SERIALS = new AtomicLong(1);

    /** A certificate and its key, in memory and as PEM files. */
    public record Issued(X509Certificate certificate, KeyPair keys, Path certificateFile, Path keyFile) {}

    private final Path folder;
    private final Issued authority;

    public TestPki(Path folder) {
        this.folder = folder;
        this.authority = issue("ca", "CN=test-ca", null);
    }

    public Issued authority() {
        return authority;
    }

    /** A certificate for loopback. */
    public Issued server() {
        return issue("server", "CN=kube-apiserver", authority);
    }

    /** A key for the tokens of service accounts. */
    public TokenKey tokenKey() {
        return new TokenKey(authority.keys().getPrivate(), authority.keys().getPublic());
    }

    /** A client certificate. */
    public Issued client(String name, String user, String... groups) {
        StringBuilder subject = new StringBuilder("CN=" + user);
        for (String group : groups) {
            subject.append(",O=").append(group);
        }
        return issue(name, subject.toString(), authority);
    }

    private Issued issue(String name, String subject, Issued issuer) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            X500Name issuerName = issuer == null
                    ? new X500Name(subject)
                    : new X500Name(
                            issuer.certificate().getSubjectX500Principal().getName());
            Instant now = Instant.now();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuerName,
                    BigInteger.valueOf(SERIALS.getAndIncrement()),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(Duration.ofDays(1))),
                    new X500Name(subject),
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(issuer == null));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, "localhost")
            }));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(issuer == null ? keys.getPrivate() : issuer.keys().getPrivate());
            X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
            Path certificateFile = pem(name + ".crt", certificate);
            Path keyFile = pem(name + ".key", new JcaPKCS8Generator(keys.getPrivate(), null));
            return new Issued(certificate, keys, certificateFile, keyFile);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path pem(String name, Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        return Files.writeString(folder.resolve(name), text.toString());
    }
}
