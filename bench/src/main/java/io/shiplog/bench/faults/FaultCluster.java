package io.shiplog.bench.faults;

import io.shiplog.bench.api.BenchClient;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.FreePorts;
import io.shiplog.journal.kafka.topics.Topics;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;

/**
 * A cluster of processes: three brokers, API servers, reconcilers, and the wires between them. Owned by one thread.
 */
final class FaultCluster implements AutoCloseable {
    static final int APIS = 2;
    private static final int CONNECTIONS = 64;
    private static final String HOST = "127.0.0.1";

    private final Wires wires = new Wires();
    private final Vertx vertx = Vertx.vertx();
    private final Brokers brokers;
    private final List<Member> apis = new ArrayList<>();
    private final List<ApiMember> servers = new ArrayList<>();
    private final Member reconcilers;
    private final ClusterConfig cluster;
    private final AtomicInteger lastLeader = new AtomicInteger();

    private FaultCluster(Path folder, String main) throws IOException {
        this.brokers = new Brokers(folder, wires);
        this.cluster = new ClusterConfig(brokers.bootstrapServers(), ClusterConfig.STANDARD_NAME, Map.of());
        var ports = new FreePorts(HOST);
        for (int i = 0; i < APIS; i++) {
            apis.add(role(
                    folder,
                    main,
                    "apiserver",
                    i,
                    List.of(
                            "--port",
                            Integer.toString(ports.next()),
                            "--kubeconfig",
                            folder.resolve("kubeconfig-" + i).toString())));
        }
        this.reconcilers = role(folder, main, "reconcilers", 0, List.of("--endpoint-port", "0"));
    }

    private Member role(Path folder, String main, String role, int index, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of(
                role,
                "--kafka",
                brokers.bootstrapServers(),
                "--data",
                folder.resolve("data").toString()));
        arguments.addAll(options);
        return new Member(role + "-" + index, wires, folder, main, arguments);
    }

    /** Starts all of it in a folder that exists, and returns when it works. */
    static FaultCluster start(Path folder, String main) throws IOException {
        var cluster = new FaultCluster(folder, main);
        try {
            cluster.start(folder);
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void start(Path folder) {
        brokers.start();
        // The first one makes certificates and topics.
        apis.getFirst().start();
        apis.getFirst().awaitReady();
        apis.subList(1, APIS).forEach(Member::start);
        reconcilers.start();
        apis.forEach(Member::awaitReady);
        reconcilers.awaitReady();
        for (int i = 0; i < APIS; i++) {
            servers.add(new ApiMember(
                    apis.get(i).name(), new BenchClient(vertx, folder.resolve("kubeconfig-" + i), CONNECTIONS)));
        }
    }

    List<ApiMember> servers() {
        return List.copyOf(servers);
    }

    ClusterConfig kafka() {
        return cluster;
    }

    Wires wires() {
        return wires;
    }

    Brokers brokers() {
        return brokers;
    }

    Member api(int index) {
        return apis.get(index);
    }

    Member reconcilers() {
        return reconcilers;
    }

    /** Everybody but those of {@code names}. */
    List<String> othersThan(List<String> names) {
        List<String> others = new ArrayList<>(brokers.names());
        apis.forEach(api -> others.add(api.name()));
        others.add(reconcilers.name());
        others.removeAll(names);
        return others;
    }

    /** Which broker leads the journal, as far as is known. */
    int leader() {
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            TopicDescription journal = admin.describeTopics(List.of(Topics.journal(cluster)))
                    .allTopicNames()
                    .get(20, TimeUnit.SECONDS)
                    .get(Topics.journal(cluster));
            Node leader =
                    journal == null ? null : journal.partitions().getFirst().leader();
            if (leader != null && !leader.isEmpty()) {
                lastLeader.set(leader.id() - Brokers.id(0));
            }
        } catch (ExecutionException | TimeoutException e) {
            // The one that was.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lastLeader.get();
    }

    /** Kills all of them. */
    void endProcesses() {
        apis.forEach(Member::close);
        reconcilers.close();
        brokers.close();
    }

    @Override
    public void close() {
        endProcesses();
        vertx.close().await();
        try {
            wires.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
