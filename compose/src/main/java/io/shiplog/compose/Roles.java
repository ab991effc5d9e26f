package io.shiplog.compose;

import io.shiplog.apiserver.ApiServer;
import io.shiplog.apiserver.ApiServerSettings;
import io.shiplog.compose.pki.Pki;
import io.shiplog.journal.kafka.Boot;
import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.kafka.JournalSettings;
import io.shiplog.journal.kafka.KafkaJournal;
import io.shiplog.journal.kafka.TopicSettings;
import io.shiplog.journal.kafka.TopicSetup;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** Starts roles with the certificates and settings that a cluster of ours gives them. */
public final class Roles {
    private static final int REPLICATED_FROM = 3;
    private static final long PATIENCE_SECONDS = 60;

    private Roles() {}

    /**
     * Creates the cluster's topics where they are missing and refuses unsafe ones. With three brokers or more every topic is
     * held three times.
     */
    public static void ensureTopics(ClusterConfig cluster) {
        TopicSetup.ensure(
                cluster,
                StoredResources.all(),
                brokers(cluster) >= REPLICATED_FROM ? TopicSettings.replicated() : TopicSettings.singleBroker());
    }

    /** Boots a replica and serves the API from it. */
    public static ApiServer apiServer(
            Parts parts, ClusterConfig cluster, Pki pki, String address, int port, Consumer<Throwable> onFault) {
        KafkaJournal journal = parts.add("journal", KafkaJournal.open(cluster, JournalSettings.DEFAULT));
        Replica replica = parts.add(
                "replica",
                Replica.start(
                        journal,
                        Boot.boot(cluster, StoredResources.all()).state(),
                        ReplicaSettings.defaults(onFault)));
        Set<String> hosts = new LinkedHashSet<>(List.of(
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local",
                "localhost",
                "10.96.0.1",
                "127.0.0.1"));
        if (!address.equals("0.0.0.0")) {
            hosts.add(address);
        }
        Pki.Pair server = pki.server("apiserver-" + address, "kube-apiserver", List.of(), List.copyOf(hosts));
        Pki.Pair kubelet =
                pki.client("apiserver-kubelet-client", "kube-apiserver-kubelet-client", List.of("system:masters"));
        return parts.add(
                "API server",
                ApiServer.start(new ApiServerSettings(
                        address,
                        port,
                        address,
                        new ApiServerSettings.Tls(
                                server.certificate(),
                                server.key(),
                                pki.caCertificate(),
                                kubelet.certificate(),
                                kubelet.key(),
                                pki.caCertificate()),
                        () -> replica)));
    }

    /** The administrator's certificate. */
    public static Pki.Pair admin(Pki pki) {
        return pki.client("admin", "kubernetes-admin", List.of("system:masters"));
    }

    private static int brokers(ClusterConfig cluster) {
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            return admin.describeCluster()
                    .nodes()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .size();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka for its brokers", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka does not answer at " + cluster.bootstrapServers(), e);
        }
    }
}
