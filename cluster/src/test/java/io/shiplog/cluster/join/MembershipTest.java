package io.shiplog.cluster.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.apiserver.join.Joined;
import io.shiplog.apiserver.join.Whereabouts;
import io.shiplog.cluster.pki.CertificateRequest;
import io.shiplog.cluster.pki.Pem;
import io.shiplog.cluster.pki.Pki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node asks for, gets signed, and keeps. */
class MembershipTest {
    private static final Whereabouts WHERE = new Whereabouts("shiplog", "10.0.0.1:9093", List.of());

    @TempDir
    Path folder;

    @Test
    void whatANodeKeepsIsThereAtItsNextStartForItsOwnerOnly() throws Exception {
        Membership kept = member(Map.of("security.protocol", "SSL"));
        kept.keep();
        assertThat(Membership.in(folder.resolve("node"))).contains(kept);
        try (var files = Files.list(folder.resolve("node"))) {
            assertThat(files.map(file -> {
                        try {
                            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }))
                    .hasSize(5)
                    .containsOnly("rw-------");
        }
        assertThat(kept.kafkaClient())
                .containsEntry("security.protocol", "SSL")
                .containsEntry(
                        "ssl.keystore.location", folder.resolve("node/node.pem").toString());
        assertThat(Membership.in(folder.resolve("other"))).isEmpty();
    }

    @Test
    void aCertificateIsRenewedInItsLastMonth() {
        Membership member = member(Map.of());
        Instant now = Instant.now();
        assertThat(member.isToBeRenewed(now)).isFalse();
        assertThat(member.isToBeRenewed(now.plus(Duration.ofDays(330)))).isFalse();
        assertThat(member.isToBeRenewed(now.plus(Duration.ofDays(336)))).isTrue();
    }

    @Test
    void theClusterSignsAKeyAndDecidesWhoseItIs() throws Exception {
        CertificateRequest request = CertificateRequest.make("admin", List.of("system:masters"));
        String signed = Pki.open(folder.resolve("pki"))
                .sign(request.request(), "system:node:n1", List.of("system:nodes"), List.of("n1", "10.0.0.2"));
        assertThat(Pem.certificate(signed).getSubjectX500Principal().getName())
                .isEqualTo("CN=system:node:n1,O=system:nodes");
        assertThat(Pem.certificate(signed).getSubjectAlternativeNames().toString())
                .isEqualTo("[[2, n1], [7, 10.0.0.2]]");
    }

    @Test
    void whatIsNoRequestIsRefused() {
        Pki pki = Pki.open(folder.resolve("pki"));
        String request = CertificateRequest.make("x", List.of()).request();
        int middle = request.length() / 2;
        char other = request.charAt(middle) == 'A' ? 'B' : 'A';
        for (String bad :
                List.of("", "x", pki.caPem(), request.substring(0, middle) + other + request.substring(middle + 1))) {
            assertThatThrownBy(() -> pki.sign(bad, "system:node:n1", List.of(), List.of("n1")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private Membership member(Map<String, String> kafka) {
        Pki pki = Pki.open(folder.resolve("pki"));
        CertificateRequest request = CertificateRequest.make("system:node:n1", List.of("system:nodes"));
        String signed = pki.sign(request.request(), "system:node:n1", List.of("system:nodes"), List.of("n1"));
        return new Membership(
                folder.resolve("node"),
                "https://10.0.0.1:6443",
                "n1",
                request.key(),
                new Joined(signed, pki.caPem(), kafka, WHERE));
    }
}
