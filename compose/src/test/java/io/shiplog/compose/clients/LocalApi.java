package io.shiplog.compose.clients;

import io.shiplog.apiserver.ApiServer;
import io.shiplog.apiserver.ApiServerSettings;
import io.shiplog.apiserver.pipeline.Limits;
import io.shiplog.cluster.Kubeconfig;
import io.shiplog.cluster.Telemetry;
import io.shiplog.cluster.pki.Pki;
import io.shiplog.journal.State;
import io.shiplog.journal.memory.InMemoryArchive;
import io.shiplog.journal.memory.InMemoryJournal;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An API server over a journal in memory, with the certificates and the kubeconfig that a real cluster makes. */
final class LocalApi implements AutoCloseable {
    private final InMemoryJournal journal = new InMemoryJournal();
    private final Replica replica = Replica.start(journal, State.EMPTY, ReplicaSettings.DEFAULT);
    private final ApiServer server;
    private final Path kubeconfig;

    LocalApi(Path folder) {
        Pki pki = Pki.open(folder.resolve("pki"));
        Pki.Pair certificate = pki.server("apiserver", "kube-apiserver", List.of(), List.of("127.0.0.1", "localhost"));
        Pki.Pair admin = pki.user("admin", "kubernetes-admin", List.of("system:masters"));
        server = ApiServer.start(new ApiServerSettings(
                "127.0.0.1",
                0,
                "127.0.0.1",
                "10.96.0.0/16",
                new ApiServerSettings.Tls(
                        certificate.certificate(),
                        certificate.key(),
                        pki.caCertificate(),
                        admin.certificate(),
                        admin.key(),
                        pki.caCertificate()),
                () -> replica,
                new InMemoryArchive(journal),
                Telemetry.create().registry(),
                Limits.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                pki.tokenKey()));
        kubeconfig = folder.resolve("kubeconfig");
        Kubeconfig.write(kubeconfig, "https://127.0.0.1:" + server.port(), pki, admin);
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void close() {
        server.close();
        replica.close();
        journal.close();
    }
}
