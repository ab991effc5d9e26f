package io.shiplog.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.cluster.pki.Pki;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.embedded.NodeListener;
import io.shiplog.journal.kafka.embedded.Sync;
import io.shiplog.journal.kafka.nodes.NodeGrant;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What certificates open of an embedded Kafka. */
class NodeListenerTest {
    private static final Principal.Node ONE = new Principal.Node("one");

    @TempDir
    Path folder;

    @Test
    void aNodesCertificateIsTheNodeAndNobodyElsesIsAnybody() throws Exception {
        Pki pki = Pki.open(folder.resolve("pki"));
        NodeListener listener = Roles.nodeListener(pki, "127.0.0.1", freePort());
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0, Sync.NEVER, Optional.of(listener))) {
            new NodeGrant(kafka.guardedCluster().as(Principal.Role.ADMIN), ONE).topicsAndRights();
            Pki.Pair node = pki.server("one", "system:node:one", List.of("system:nodes"), List.of("one"));
            Pki.Pair other = pki.server("two", "system:node:two", List.of("system:nodes"), List.of("two"));
            Pki.Pair admin = pki.client("admin", "admin", List.of("system:masters"));
            assertThat(topics(listener, pki, node))
                    .containsExactlyInAnyOrder("shiplog.assignments.one", "shiplog.reports.one");
            assertThat(topics(listener, pki, other)).isEmpty();
            assertThat(topics(listener, pki, admin)).isEmpty();
            Pki strange = Pki.open(folder.resolve("strange"));
            Pki.Pair forged = strange.server("one", "system:node:one", List.of("system:nodes"), List.of("one"));
            assertThatThrownBy(() -> topics(listener, pki, forged))
                    .hasCauseInstanceOf(SslAuthenticationException.class);
        }
    }

    private static List<String> topics(NodeListener listener, Pki pki, Pki.Pair pair) throws Exception {
        var cluster = new ClusterConfig(
                listener.servers(),
                "shiplog",
                Map.of(
                        "security.protocol",
                        "SSL",
                        "ssl.keystore.type",
                        "PEM",
                        "ssl.keystore.location",
                        Pki.withKey(pair).toString(),
                        "ssl.truststore.type",
                        "PEM",
                        "ssl.truststore.location",
                        pki.caCertificate().toString()));
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            return List.copyOf(admin.listTopics().names().get(30, TimeUnit.SECONDS));
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
