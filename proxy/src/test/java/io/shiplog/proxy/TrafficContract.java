package io.shiplog.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shiplog.proxy.rules.Endpoint;
import io.shiplog.proxy.rules.Protocol;
import io.shiplog.proxy.rules.RuleTable;
import io.shiplog.proxy.rules.ServicePortInfo;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Backend} does to real connections. Endpoints are servers on loopback addresses that say who they
 * are.
 */
public abstract class TrafficContract {
    protected static final String NODE = "127.0.9.1";
    private static final String CLUSTER_IP = "10.96.77.7";

    private final List<AutoCloseable> open = new ArrayList<>();
    private Backend backend;
    private int nodePort;

    /** A fresh backend whose node ports answer on {@link #NODE}. */
    protected abstract Backend start();

    /** Whether cluster IPs can be reached on this machine. */
    protected abstract boolean clusterAddresses();

    @BeforeEach
    void begin() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getByName(NODE))) {
            nodePort = free.getLocalPort();
        }
        backend = start();
    }

    @AfterEach
    void end() throws Exception {
        backend.close();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void spreadsConnectionsOverAllEndpoints() throws IOException {
        backend.apply(tcp(0, server("a"), server("b"), server("c")));
        for (InetSocketAddress address : addresses()) {
            Map<String, Integer> answers = ask(address, 90);
            assertThat(answers.keySet()).as("%s", address).containsExactly("a", "b", "c");
            assertThat(answers.values()).allMatch(count -> count > 5);
        }
    }

    @Test
    void sendsNewConnectionsToNewEndpointsAndKeepsOpenOnes() throws IOException {
        Endpoint a = server("a");
        Endpoint b = server("b");
        backend.apply(tcp(0, a));
        for (InetSocketAddress address : addresses()) {
            backend.apply(tcp(0, a));
            try (Socket kept = connect(address)) {
                assertThat(hear(kept)).isEqualTo("a");
                backend.apply(tcp(0, b));
                assertThat(ask(address, 10).keySet()).containsExactly("b");
                kept.getOutputStream().write('x');
                assertThat(hear(kept)).isEqualTo("a");
            }
        }
    }

    @Test
    void keepsAClientAtItsEndpointUnderAffinity() throws IOException {
        backend.apply(tcp(60, server("a"), server("b"), server("c")));
        for (InetSocketAddress address : addresses()) {
            assertThat(ask(address, 20)).hasSize(1);
        }
    }

    @Test
    void refusesWhatHasNoReadyEndpoint() throws IOException {
        backend.apply(tcp(0));
        for (InetSocketAddress address : addresses()) {
            assertThatThrownBy(() -> ask(address, 1)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void stopsAnsweringWhenTheServiceIsGone() throws IOException {
        backend.apply(tcp(0, server("a")));
        var node = new InetSocketAddress(NODE, nodePort);
        assertThat(ask(node, 1).keySet()).containsExactly("a");
        backend.apply(RuleTable.EMPTY);
        assertThatThrownBy(() -> ask(node, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void relaysDatagrams() throws IOException {
        backend.apply(new RuleTable(List.of(port(Protocol.UDP, 0, udpServer("a"), udpServer("b")))));
        for (InetSocketAddress address : addresses()) {
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                Map<String, Integer> answers = new TreeMap<>();
                for (int i = 0; i < 30; i++) {
                    try (DatagramSocket socket = new DatagramSocket()) {
                        socket.setSoTimeout(2_000);
                        socket.send(new DatagramPacket(new byte[] {'x'}, 1, address));
                        var answer = new DatagramPacket(new byte[16], 16);
                        socket.receive(answer);
                        answers.merge(
                                new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8),
                                1,
                                Integer::sum);
                    }
                }
                assertThat(answers.keySet()).as("%s", address).containsExactly("a", "b");
            });
        }
    }

    @Test
    void passesTheEndOfOneDirectionOnAndKeepsTheOther() throws IOException {
        var whole = new ServerSocket(0, 50, InetAddress.getByName("127.0.8.100"));
        open.add(whole);
        Thread.ofPlatform().daemon().start(() -> countWhatComes(whole));
        backend.apply(tcp(0, new Endpoint("127.0.8.100", whole.getLocalPort())));
        for (InetSocketAddress address : addresses()) {
            try (Socket socket = connect(address)) {
                socket.getOutputStream().write(new byte[3_000_000]);
                socket.shutdownOutput();
                assertThat(hear(socket)).isEqualTo("3000000");
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    private static void countWhatComes(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket accepted = server.accept()) {
                int count = accepted.getInputStream().readAllBytes().length;
                accepted.getOutputStream().write((count + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void holdsASenderUpWhoseReceiverDoesNotRead() throws Exception {
        var lazy = new ServerSocket(0, 50, InetAddress.getByName("127.0.8.101"));
        open.add(lazy);
        backend.apply(tcp(0, new Endpoint("127.0.8.101", lazy.getLocalPort())));
        for (InetSocketAddress address : addresses()) {
            try (Socket socket = connect(address);
                    Socket receiver = lazy.accept()) {
                var sent = new java.util.concurrent.atomic.AtomicLong();
                Thread sender = Thread.ofPlatform().daemon().start(() -> sendUntilItBreaks(socket, sent));
                // What is on its way between them is the buffers of the kernel and some of the proxy's, not a hundred
                // megabytes.
                await().during(Duration.ofMillis(500))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> {
                            long before = sent.get();
                            Thread.sleep(100);
                            return sent.get() == before;
                        });
                assertThat(sent.get()).isLessThan(60_000_000);
                assertThat(receiver.getInputStream().readNBytes(1_000_000)).hasSize(1_000_000);
                socket.close();
                sender.join();
            }
        }
    }

    private static void sendUntilItBreaks(Socket socket, java.util.concurrent.atomic.AtomicLong sent) {
        try {
            while (sent.get() < 100_000_000) {
                socket.getOutputStream().write(new byte[100_000]);
                sent.addAndGet(100_000);
            }
        } catch (IOException closed) {
            assertThat(sent.get()).isPositive();
        }
    }

    @Test
    void sendsDatagramsOfAClientElsewhereWhenItsEndpointIsGone() throws IOException {
        Endpoint a = udpServer("a");
        Endpoint b = udpServer("b");
        for (InetSocketAddress address : addresses()) {
            backend.apply(new RuleTable(List.of(port(Protocol.UDP, 0, a))));
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(2_000);
                await().atMost(Duration.ofSeconds(10))
                        .ignoreExceptions()
                        .until(() -> askBy(socket, address, 1).equals("a"));
                backend.apply(new RuleTable(List.of(port(Protocol.UDP, 0, b))));
                assertThat(askBy(socket, address, 1)).as("%s", address).isEqualTo("b");
            }
        }
    }

    @Test
    void relaysLargeDatagrams() throws IOException {
        backend.apply(new RuleTable(List.of(port(Protocol.UDP, 0, udpServer("a")))));
        for (InetSocketAddress address : addresses()) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(2_000);
                await().atMost(Duration.ofSeconds(10))
                        .ignoreExceptions()
                        .until(() -> askBy(socket, address, 9_000).equals("a 9000"));
            }
        }
    }

    /** What a UDP server says to a datagram of so many bytes. */
    private static String askBy(DatagramSocket socket, InetSocketAddress address, int bytes) throws IOException {
        socket.send(new DatagramPacket(new byte[bytes], bytes, address));
        var answer = new DatagramPacket(new byte[64], 64);
        socket.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
    }

    private List<InetSocketAddress> addresses() {
        var node = new InetSocketAddress(NODE, nodePort);
        return clusterAddresses() ? List.of(node, new InetSocketAddress(CLUSTER_IP, 80)) : List.of(node);
    }

    private RuleTable tcp(int affinitySeconds, Endpoint... endpoints) {
        return new RuleTable(List.of(port(Protocol.TCP, affinitySeconds, endpoints)));
    }

    private ServicePortInfo port(Protocol protocol, int affinitySeconds, Endpoint... endpoints) {
        List<String> addresses = clusterAddresses() ? List.of(CLUSTER_IP) : List.of();
        return new ServicePortInfo(
                "shop", "web", "main", protocol, addresses, 80, nodePort, affinitySeconds, List.of(endpoints));
    }

    private Endpoint server(String name) throws IOException {
        var socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.8." + (open.size() + 1)));
        open.add(socket);
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket accepted = socket.accept();
                    Thread.ofVirtual().start(() -> greet(accepted, name));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return new Endpoint(socket.getInetAddress().getHostAddress(), socket.getLocalPort());
    }

    private static void greet(Socket accepted, String name) {
        try (accepted) {
            do {
                accepted.getOutputStream().write((name + "\n").getBytes(StandardCharsets.UTF_8));
            } while (accepted.getInputStream().read() >= 0);
        } catch (IOException gone) {
            // The client went away, which is how most of these conversations end.
            assertThat(gone).isNotNull();
        }
    }

    private Endpoint udpServer(String name) throws IOException {
        var socket = new DatagramSocket(0, InetAddress.getByName("127.0.8." + (open.size() + 1)));
        open.add(socket);
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try {
                    var question = new DatagramPacket(new byte[16_384], 16_384);
                    socket.receive(question);
                    String size = question.getLength() == 1 ? "" : " " + question.getLength();
                    byte[] answer = (name + size).getBytes(StandardCharsets.UTF_8);
                    socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return new Endpoint(socket.getLocalAddress().getHostAddress(), socket.getLocalPort());
    }

    private static Map<String, Integer> ask(InetSocketAddress address, int times) throws IOException {
        Map<String, Integer> answers = new TreeMap<>();
        for (int i = 0; i < times; i++) {
            try (Socket socket = connect(address)) {
                answers.merge(hear(socket), 1, Integer::sum);
            }
        }
        return answers;
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(5_000);
        socket.connect(address, 5_000);
        return socket;
    }

    private static String hear(Socket socket) throws IOException {
        var text = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c != '\n';
                c = socket.getInputStream().read()) {
            if (c < 0) {
                throw new IOException("closed without an answer");
            }
            text.append((char) c);
        }
        return text.toString();
    }
}
