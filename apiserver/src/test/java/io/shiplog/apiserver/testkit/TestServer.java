package io.shiplog.apiserver.testkit;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shiplog.apiserver.ApiServer;
import io.shiplog.apiserver.ApiServerSettings;
import io.shiplog.apiserver.audit.AuditSettings;
import io.shiplog.apiserver.join.Joining;
import io.shiplog.apiserver.pipeline.Limits;
import io.shiplog.journal.Journal;
import io.shiplog.journal.State;
import io.shiplog.journal.memory.InMemoryArchive;
import io.shiplog.journal.memory.InMemoryJournal;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An API server over a journal in memory, with an administrator's client and kubeconfig. */
public final class TestServer implements AutoCloseable {
    private final InMemoryJournal journal = new InMemoryJournal();
    private final InMemoryArchive archive = new InMemoryArchive(journal);
    private final Path folder;
    private final TestPki pki;
    private final Replica replica;
    private final ApiServer server;
    private final TestPki.Issued admin;

    private TestServer(
            Path folder,
            ReplicaSettings settings,
            UnaryOperator<Journal> around,
            int port,
            Limits limits,
            Optional<Joining> joining,
            Optional<AuditSettings> audit) {
        this.folder = folder;
        this.pki = new TestPki(folder);
        this.replica = Replica.start(around.apply(journal), State.EMPTY, settings);
        TestPki.Issued certificate = pki.server();
        this.admin = pki.client("admin", "kubernetes-admin", "system:masters");
        ApiServerSettings.Tls tls = new ApiServerSettings.Tls(
                certificate.certificateFile(),
                certificate.keyFile(),
                pki.authority().certificateFile(),
                admin.certificateFile(),
                admin.keyFile(),
                pki.authority().certificateFile());
        this.server = ApiServer.start(new ApiServerSettings(
                "127.0.0.1",
                port,
                "127.0.0.1",
                "10.96.0.0/16",
                tls,
                () -> replica,
                archive,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                limits,
                joining,
                audit,
                pki.tokenKey()));
    }

    public static TestServer start(Path folder) {
        return new TestServer(
                folder,
                ReplicaSettings.DEFAULT,
                UnaryOperator.identity(),
                0,
                Limits.DEFAULT,
                Optional.empty(),
                Optional.empty());
    }

    public static TestServer start(Path folder, ReplicaSettings settings) {
        return new TestServer(
                folder, settings, UnaryOperator.identity(), 0, Limits.DEFAULT, Optional.empty(), Optional.empty());
    }

    /** A server whose journal has something around it, such as faults. */
    public static TestServer start(Path folder, ReplicaSettings settings, UnaryOperator<Journal> around) {
        return new TestServer(folder, settings, around, 0, Limits.DEFAULT, Optional.empty(), Optional.empty());
    }

    /** A server with limits of its own. */
    public static TestServer start(Path folder, Limits limits) {
        return new TestServer(
                folder,
                ReplicaSettings.DEFAULT,
                UnaryOperator.identity(),
                0,
                limits,
                Optional.empty(),
                Optional.empty());
    }

    /** A server that tells of its requests. */
    public static TestServer start(Path folder, AuditSettings audit) {
        return new TestServer(
                folder,
                ReplicaSettings.DEFAULT,
                UnaryOperator.identity(),
                0,
                Limits.DEFAULT,
                Optional.empty(),
                Optional.of(audit));
    }

    /** A server that nodes can join. */
    public static TestServer start(Path folder, Joining joining) {
        return new TestServer(
                folder,
                ReplicaSettings.DEFAULT,
                UnaryOperator.identity(),
                0,
                Limits.DEFAULT,
                Optional.of(joining),
                Optional.empty());
    }

    public int port() {
        return server.port();
    }

    /** Gives the cluster's Services addresses of another range. */
    public int moveServices(String range) {
        return server.moveServices(range);
    }

    public String url() {
        return "https://127.0.0.1:" + port();
    }

    public TestPki pki() {
        return pki;
    }

    public Replica replica() {
        return replica;
    }

    public InMemoryJournal journal() {
        return journal;
    }

    /** What is kept of the past. */
    public InMemoryArchive archive() {
        return archive;
    }

    public TestPki.Issued admin() {
        return admin;
    }

    /** A client that shows the administrator's certificate. */
    public TestClient client() {
        return new TestClient(url(), pki.authority(), admin);
    }

    /** A client with another certificate, or none. */
    public TestClient client(TestPki.Issued certificate) {
        return new TestClient(url(), pki.authority(), certificate);
    }

    /** A kubeconfig of the administrator. */
    public Path kubeconfig() {
        Path file = folder.resolve("kubeconfig");
        String text = """
            apiVersion: v1
            kind: Config
            current-context: test
            clusters:
            - name: test
              cluster: {server: "%s", certificate-authority: "%s"}
            users:
            - name: admin
              user: {client-certificate: "%s", client-key: "%s"}
            contexts:
            - name: test
              context: {cluster: test, user: admin}
            """.formatted(url(), pki.authority().certificateFile(), admin.certificateFile(), admin.keyFile());
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        replica.close();
        journal.close();
    }

    /** A server to try things on by hand: prints its kubeconfig and stays until it is interrupted. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        TestServer server = new TestServer(
                folder,
                ReplicaSettings.DEFAULT,
                UnaryOperator.identity(),
                port,
                Limits.DEFAULT,
                Optional.empty(),
                Optional.empty());
        System.out.println("export KUBECONFIG=" + server.kubeconfig());
        Thread.currentThread().join();
    }
}
