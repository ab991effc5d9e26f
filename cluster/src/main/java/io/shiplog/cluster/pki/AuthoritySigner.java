package io.shiplog.cluster.pki;

import io.shiplog.apiserver.authn.RevokedNodes;
import io.shiplog.reconcilers.certificates.Signer;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
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
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** The cluster's authority as it signs requests that were approved: subject, key and other names as they ask. */
final class AuthoritySigner implements Signer {
    private static final Map<String, Integer> USAGES = Map.of(
            "signing", KeyUsage.digitalSignature,
            "digital signature", KeyUsage.digitalSignature,
            "content commitment", KeyUsage.nonRepudiation,
            "key encipherment", KeyUsage.keyEncipherment,
            "key agreement", KeyUsage.keyAgreement,
            "data encipherment", KeyUsage.dataEncipherment,
            "encipher only", KeyUsage.encipherOnly,
            "decipher only", KeyUsage.decipherOnly);

    private static final Map<String, KeyPurposeId> PURPOSES = Map.of(
            "any", KeyPurposeId.anyExtendedKeyUsage,
            "server auth", KeyPurposeId.id_kp_serverAuth,
            "client auth", KeyPurposeId.id_kp_clientAuth,
            "code signing", KeyPurposeId.id_kp_codeSigning,
            "email protection", KeyPurposeId.id_kp_emailProtection,
            "s/mime", KeyPurposeId.id_kp_emailProtection,
            "timestamping", KeyPurposeId.id_kp_timeStamping,
            "ocsp signing", KeyPurposeId.id_kp_OCSPSigning);

    private final X509Certificate authority;
    private final PrivateKey key;

    AuthoritySigner(X509Certificate authority, PrivateKey key) {
        this.authority = authority;
        this.key = key;
    }

    @Override
    public Optional<Asked> read(String request) {
        try {
            CertificateRequest.key(request);
            PKCS10CertificationRequest read = Pem.read(request, PKCS10CertificationRequest.class);
            X500Name subject = read.getSubject();
            List<GeneralName> names = names(read);
            return Optional.of(new Asked(
                    String.join("", values(subject, BCStyle.CN)),
                    values(subject, BCStyle.O),
                    count(names, GeneralName.dNSName) + count(names, GeneralName.iPAddress),
                    count(names, GeneralName.rfc822Name),
                    count(names, GeneralName.uniformResourceIdentifier)));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static List<String> values(X500Name subject, ASN1ObjectIdentifier type) {
        List<String> values = new ArrayList<>();
        Arrays.stream(subject.getRDNs(type))
                .forEach(part -> Arrays.stream(part.getTypesAndValues())
                        .filter(one -> one.getType().equals(type))
                        .forEach(one -> values.add(IETFUtils.valueToString(one.getValue()))));
        return values;
    }

    private static List<GeneralName> names(PKCS10CertificationRequest request) {
        Extensions extensions = request.getRequestedExtensions();
        GeneralNames names =
                extensions == null ? null : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
        return names == null ? List.of() : List.of(names.getNames());
    }

    private static int count(List<GeneralName> names, int tag) {
        return (int) names.stream().filter(name -> name.getTagNo() == tag).count();
    }

    @Override
    public Optional<String> sign(String request, List<String> usages, Duration life, Instant now) {
        try {
            PublicKey holder = CertificateRequest.key(request);
            PKCS10CertificationRequest read = Pem.read(request, PKCS10CertificationRequest.class);
            Instant end = now.plus(life);
            Instant last = authority.getNotAfter().toInstant();
            var builder = new JcaX509v3CertificateBuilder(
                    new X509CertificateHolder(authority.getEncoded()).getSubject(),
                    new BigInteger(127, new SecureRandom()).add(BigInteger.ONE),
                    Date.from(now.minus(RevokedNodes.BACKDATED)),
                    Date.from(end.isAfter(last) ? last : end),
                    read.getSubject(),
                    holder);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            int bits = usages.stream()
                    .mapToInt(usage -> USAGES.getOrDefault(usage, 0))
                    .reduce(0, (a, b) -> a | b);
            if (bits != 0) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
            }
            KeyPurposeId[] purposes = usages.stream()
                    .filter(PURPOSES::containsKey)
                    .map(PURPOSES::get)
                    .distinct()
                    .toArray(KeyPurposeId[]::new);
            if (purposes.length > 0) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            }
            List<GeneralName> names = names(read);
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.getPublicKey()));
            return Optional.of(Pem.text(new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)))));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("the authority cannot sign", e);
        }
    }
}
