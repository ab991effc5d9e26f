package io.shiplog.cluster.pki;

import io.shiplog.apiserver.authn.RevokedNodes;
import io.shiplog.apiserver.authn.TokenKey;
import io.shiplog.journal.seal.SealKey;
import io.shiplog.reconcilers.certificates.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A folder with the cluster's certificate authority ({@code ca.crt}, {@code ca.key}) and what it signed. Files are made
 * once and kept; a certificate is made anew when the present authority has not signed it, its key is another one's, it
 * is for somebody else, lacks an asked address or expires within 30 days: so whatever a killed process left half done
 * is mended. The authority itself is never replaced. Several processes may share the folder: a file lock makes one of
 * them the maker.
 */
public final class Pki {
    private static final Duration CA_VALIDITY = Duration.ofDays(3650);
    private static final Duration VALIDITY = Duration.ofDays(365);
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    static final String EC = "EC";
    private static final String RSA = "RSA";
    private static final int RSA_BITS = 2048;

    private final Path folder;
    private final X509Certificate ca;
    private final PrivateKey caKey;

    private Pki(Path folder, X509Certificate ca, PrivateKey caKey) {
        this.folder = folder;
        this.ca = ca;
        this.caKey = caKey;
    }

    /**
     * A certificate with its key, as PEM files.
     *
     * @param certificate path of the PEM certificate
     * @param key path of the PEM PKCS #8 private key, readable by its owner only
     */
    public record Pair(Path certificate, Path key) {}

    /** Opens the folder's authority, making it if there is none. */
    public static Pki open(Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (Held _ = Held.of(folder)) {
                Path certificate = folder.resolve("ca.crt");
                Path key = folder.resolve("ca.key");
                if (Files.exists(certificate) && !Files.exists(key)) {
                    throw new IllegalStateException(key + " is missing: without it " + certificate
                            + " signs nothing, and another authority would shut everybody out who trusts this one");
                }
                if (!Files.exists(certificate)) {
                    KeyPair pair = newKeyPair(EC);
                    X500Name name = name("shiplog-ca", List.of());
                    var builder = builder(name, name, pair.getPublic(), CA_VALIDITY);
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
                    builder.addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature));
                    builder.addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
                    Pem.write(key, pair.getPrivate());
                    Pem.write(certificate, sign(builder, pair.getPrivate()));
                }
                X509Certificate authority = Pem.readCertificate(certificate);
                PrivateKey authorityKey = Pem.readKey(key);
                if (!belongTogether(authority, authorityKey)) {
                    throw new IllegalStateException(key + " is not the key of " + certificate);
                }
                return new Pki(folder, authority, authorityKey);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the certificates in " + folder, e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make the certificate authority in " + folder, e);
        }
    }

    /** The path of the authority's certificate. */
    public Path caCertificate() {
        return folder.resolve("ca.crt");
    }

    /** The authority's certificate as PEM text. */
    public String caPem() {
        try {
            return Files.readString(caCertificate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A file with a certificate and behind it the authority's: clients that know no more than the authority's key see
     * it there.
     */
    public Path withAuthority(Pair pair) {
        String name = pair.certificate().getFileName().toString();
        Path file = pair.certificate().resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".chain.crt");
        try {
            Pem.replace(file, Files.readString(pair.certificate()) + caPem(), "rw-r--r--");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** A file with a key and behind it its certificate, as Kafka takes them. For its owner only. */
    public static Path withKey(Pair pair) {
        String name = pair.certificate().getFileName().toString();
        Path file = pair.certificate().resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".pem");
        try {
            Pem.replace(file, Files.readString(pair.key()) + Files.readString(pair.certificate()), "rw-------");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** What names the authority by its key, as kubeadm's {@code --discovery-token-ca-cert-hash} does. */
    public String caHash() {
        return AuthorityHash.of(ca);
    }

    /** A certificate for a server that is also a client: {@code hosts} are DNS names or IP addresses. */
    public Pair server(String file, String commonName, List<String> groups, List<String> hosts) {
        return pair(file, commonName, groups, hosts, EC);
    }

    /**
     * A certificate for a person, to be put into a kubeconfig. Its key is RSA: the fabric8 client takes every PKCS #8
     * key for one.
     */
    public Pair user(String file, String user, List<String> groups) {
        return pair(file, user, groups, List.of(), RSA);
    }

    /** A certificate for a client: its user is {@code user}, its groups are {@code groups}. */
    public Pair client(String file, String user, List<String> groups) {
        return pair(file, user, groups, List.of(), EC);
    }

    /** The key that the journal's seals are signed by, {@code seal.key}; {@code seal.pub} is for who verifies them. */
    public SealKey.Signer sealKey() {
        Path secret = folder.resolve("seal.key");
        Path open = folder.resolve("seal.pub");
        try (Held _ = Held.of(folder)) {
            if (!Files.exists(secret) || !Files.exists(open)) {
                KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                Pem.write(secret, pair.getPrivate());
                Pem.replace(open, Pem.text(pair.getPublic()), "rw-r--r--");
            }
            return new SealKey.Signer(Pem.readKey(secret), SealKey.ofPem(Files.readString(open)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the key of the seals to " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make the key of the seals", e);
        }
    }

    /** Signs what CertificateSigningRequests ask for. */
    public Signer signer() {
        return new AuthoritySigner(ca, caKey);
    }

    /** The key that signs the tokens of service accounts, {@code sa.key} and {@code sa.pub}. */
    public TokenKey tokenKey() {
        Path secret = folder.resolve("sa.key");
        Path open = folder.resolve("sa.pub");
        try (Held _ = Held.of(folder)) {
            if (!Files.exists(secret) || !Files.exists(open)) {
                KeyPair pair = newKeyPair(EC);
                Pem.write(secret, pair.getPrivate());
                Pem.replace(open, Pem.text(pair.getPublic()), "rw-r--r--");
            }
            return new TokenKey(Pem.readKey(secret), Pem.publicKey(Files.readString(open)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the key of the service accounts' tokens to " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make the key of the service accounts' tokens", e);
        }
    }

    private Pair pair(String file, String commonName, List<String> groups, List<String> hosts, String algorithm) {
        Pair pair = new Pair(folder.resolve(file + ".crt"), folder.resolve(file + ".key"));
        try (Held _ = Held.of(folder)) {
            if (!usable(pair, name(commonName, groups), hosts, algorithm)) {
                KeyPair keys = newKeyPair(algorithm);
                Pem.write(pair.key(), keys.getPrivate());
                Pem.write(pair.certificate(), certificate(name(commonName, groups), hosts, keys.getPublic()));
            }
            return pair;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the certificate " + file, e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make the certificate " + file, e);
        }
    }

    /** A certificate of this authority, for a client, and for a server where there are hosts. */
    private X509Certificate certificate(X500Name subject, List<String> hosts, PublicKey key)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X500Name issuer = new X509CertificateHolder(ca.getEncoded()).getSubject();
        var builder = builder(issuer, subject, key, VALIDITY);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        List<KeyPurposeId> purposes = new ArrayList<>(List.of(KeyPurposeId.id_kp_clientAuth));
        if (!hosts.isEmpty()) {
            purposes.add(KeyPurposeId.id_kp_serverAuth);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(generalNames(hosts)));
        }
        builder.addExtension(
                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(ca.getPublicKey()));
        return sign(builder, caKey);
    }

    /**
     * Signs a request of somebody who keeps their key. Of the request only the key is taken, after a look whether its
     * holder made the request.
     *
     * @param request PKCS #10 as PEM
     * @return the certificate as PEM
     * @throws IllegalArgumentException when it is no such request, or of a key that is too weak
     */
    public String sign(String request, String commonName, List<String> groups, List<String> hosts) {
        try {
            return Pem.text(certificate(name(commonName, groups), hosts, CertificateRequest.key(request)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot sign the certificate of " + commonName, e);
        }
    }

    private boolean usable(Pair pair, X500Name subject, List<String> hosts, String algorithm) {
        if (!Files.exists(pair.certificate()) || !Files.exists(pair.key())) {
            return false;
        }
        try {
            X509Certificate certificate = Pem.readCertificate(pair.certificate());
            certificate.verify(ca.getPublicKey());
            return certificate.getPublicKey().getAlgorithm().equals(algorithm)
                    && belongTogether(certificate, Pem.readKey(pair.key()))
                    && certificate
                            .getNotAfter()
                            .toInstant()
                            .isAfter(Instant.now().plus(RENEW_BEFORE))
                    && new X509CertificateHolder(certificate.getEncoded())
                            .getSubject()
                            .equals(subject)
                    && names(certificate).containsAll(hosts);
        } catch (IOException | GeneralSecurityException unreadable) {
            return false;
        }
    }

    private static List<String> names(X509Certificate certificate) throws GeneralSecurityException {
        var names = certificate.getSubjectAlternativeNames();
        List<String> known = new ArrayList<>();
        if (names != null) {
            for (List<?> name : names) {
                known.add(String.valueOf(name.get(1)));
            }
        }
        return known;
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        byte[] text = {1, 2, 3};
        Signature signature =
                Signature.getInstance(key.getAlgorithm().equals(RSA) ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }

    private static GeneralName[] generalNames(List<String> hosts) {
        return hosts.stream()
                .map(host -> new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new);
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    /**
     * The folder, held against other processes and other threads: a file lock is the whole process', and refuses a
     * second.
     */
    private record Held(FileChannel channel) implements AutoCloseable {
        private static final ReentrantLock IN_PROCESS = new ReentrantLock();

        static Held of(Path folder) throws IOException {
            IN_PROCESS.lock();
            FileChannel channel = null;
            try {
                channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                channel.lock();
                return new Held(channel);
            } catch (IOException | RuntimeException e) {
                if (channel != null) {
                    channel.close();
                }
                IN_PROCESS.unlock();
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                IN_PROCESS.unlock();
            }
        }
    }

    static KeyPair newKeyPair(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals(EC)) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(RSA_BITS);
        }
        return generator.generateKeyPair();
    }

    static X500Name name(String commonName, List<String> groups) {
        X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
        groups.forEach(group -> builder.addRDN(BCStyle.O, group));
        return builder.addRDN(BCStyle.CN, commonName).build();
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Duration validity) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, new SecureRandom()).add(BigInteger.ONE),
                // A clock that is a little behind must not refuse a certificate made this second.
                Date.from(now.minus(RevokedNodes.BACKDATED)),
                Date.from(now.plus(validity)),
                subject,
                key);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }
}
