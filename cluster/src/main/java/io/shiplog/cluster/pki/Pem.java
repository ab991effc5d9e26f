package io.shiplog.cluster.pki;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Certificates, keys and requests as PEM texts and files. A file appears whole, or stays what it was. */
public final class Pem {
    private Pem() {}

    /** A certificate, or anything else that BouncyCastle writes as PEM. */
    static String text(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    /** A key as PKCS #8. */
    static String text(PrivateKey key) throws IOException {
        return text(new JcaPKCS8Generator(key, null));
    }

    static void write(Path file, X509Certificate certificate) throws IOException {
        replace(file, text(certificate), "rw-r--r--");
    }

    static void write(Path file, PrivateKey key) throws IOException {
        replace(file, text(key), "rw-------");
    }

    /** Puts a text where a file is or will be. */
    public static void replace(Path file, String text, String permissions) throws IOException {
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "pem",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            // Else a machine that loses its power now could find an empty file under the new name.
            channel.force(true);
        }
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The first certificate of a text. */
    public static X509Certificate certificate(String text) throws IOException, GeneralSecurityException {
        return new JcaX509CertificateConverter().getCertificate(read(text, X509CertificateHolder.class));
    }

    static X509Certificate readCertificate(Path file) throws IOException, GeneralSecurityException {
        return certificate(Files.readString(file));
    }

    /** The first key of a text. */
    public static PrivateKey key(String text) throws IOException {
        return new JcaPEMKeyConverter().getPrivateKey(read(text, PrivateKeyInfo.class));
    }

    /** The first public key of a text. */
    static PublicKey publicKey(String text) throws IOException {
        return new JcaPEMKeyConverter().getPublicKey(read(text, SubjectPublicKeyInfo.class));
    }

    static PrivateKey readKey(Path file) throws IOException {
        return key(Files.readString(file));
    }

    /** @throws IOException when the text begins with something else */
    static <T> T read(String text, Class<T> type) throws IOException {
        try (var parser = new PEMParser(new StringReader(text))) {
            Object found = parser.readObject();
            if (!type.isInstance(found)) {
                throw new IOException("there is no " + type.getSimpleName() + " in a PEM text");
            }
            return type.cast(found);
        }
    }
}
