package io.shiplog.cluster;

import io.shiplog.cluster.pki.Pki;
import io.shiplog.journal.kafka.access.CertifiedUsers;
import io.shiplog.journal.kafka.access.Credentials;
import io.shiplog.journal.kafka.access.Enrolment;
import io.shiplog.journal.kafka.access.KafkaUsers;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What keeps strangers out of a Kafka of the cluster's own whose brokers are processes by themselves, as in the compose
 * cluster. Brokers know one another by a certificate of an authority that signs nothing else; clients show passwords,
 * as those of the embedded Kafka do. All of it lies in one folder, for its owner only. Blocks.
 */
public final class BrokerGuard {
    /** Brokers that were started a moment ago may need a while. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final List<String> HOSTS = List.of("127.0.0.1", "localhost");

    private final Path folder;
    private final Credentials credentials;
    private final Pki pki;
    private final Path certificate;

    private BrokerGuard(Path folder, Credentials credentials, Pki pki, Path certificate) {
        this.folder = folder;
        this.credentials = credentials;
        this.pki = pki;
        this.certificate = certificate;
    }

    /** Makes what a folder lacks: {@code clients/<user>.properties}, {@code pki/broker.pem}, {@code pki/ca.crt}. */
    public static BrokerGuard in(Path folder) {
        Pki pki = Pki.open(folder.resolve("pki"));
        Pki.Pair brokers =
                pki.server("broker", Principal.Role.ADMIN.user(), List.of(CertifiedUsers.ORGANIZATION), HOSTS);
        return new BrokerGuard(folder, Credentials.in(EmbeddedKafka.clients(folder)), pki, Pki.withKey(brokers));
    }

    /**
     * Lets the brokers know the users and what each may do, unless they were told before. Until then they let in nobody
     * but one another.
     *
     * @param brokers where brokers take one another, each {@code host:port}
     * @param clients where they take clients
     */
    public void enrol(List<String> brokers, List<String> clients) {
        var enrolment = new Enrolment(
                new KafkaUsers(credentials, ClusterConfig.STANDARD_NAME), EmbeddedKafka.clients(folder), PATIENCE);
        if (!enrolment.isComplete()) {
            enrolment.complete(
                    Map.of(
                            "bootstrap.servers",
                            String.join(",", brokers),
                            "security.protocol",
                            "SSL",
                            "ssl.keystore.type",
                            "PEM",
                            "ssl.keystore.location",
                            certificate.toString(),
                            "ssl.truststore.type",
                            "PEM",
                            "ssl.truststore.location",
                            pki.caCertificate().toString()),
                    clients);
        }
        Credentials.reachedAt(EmbeddedKafka.clients(folder), String.join(",", clients));
    }
}
