package io.shiplog.proxy.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.proxy.Objects;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What goes over the wire, byte by byte, where a client library would hide it. */
class DnsMessagesTest {
    private static final int PODS = 100;
    private static final List<JsonNode> SERVICES = List.of(
            Objects.yaml(
                    "{metadata: {name: many, namespace: shop}, spec: {clusterIP: None, ports: [{name: sql, port: 1}]}}"),
            Objects.yaml(
                    "{metadata: {name: ext, namespace: shop}, spec: {type: ExternalName, externalName: www.example.org}}"));

    private volatile boolean stranger;
    private final FakeNameServer outside = new FakeNameServer();
    private final DnsServer server = DnsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Zone.of("cluster.local", SERVICES, List.of(slice())),
            new DnsServer.Beyond(
                    () -> List.of(new InetSocketAddress("127.0.0.1", 1), outside.address()), _ -> !stranger));

    private static JsonNode slice() {
        var endpoints = new StringBuilder();
        for (int i = 0; i < PODS; i++) {
            endpoints.append("- {addresses: [10.1.0.").append(i).append("]}\n");
        }
        return Objects.yaml("metadata: {name: m, namespace: shop, labels: {kubernetes.io/service-name: many}}\n"
                + "ports: [{name: sql, port: 5432, protocol: TCP}]\nendpoints:\n" + endpoints);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        outside.close();
    }

    @Test
    void cutsAnswersThatDoNotFitAndGivesThemWholeOverTcp() throws IOException {
        byte[] small = overUdp(query("many.shop.svc.cluster.local", 1, 0));
        assertThat(small.length).isLessThanOrEqualTo(512);
        assertThat(truncated(small)).isTrue();
        assertThat(answers(small)).isGreaterThan(20);
        byte[] larger = overUdp(query("many.shop.svc.cluster.local", 1, 4_096));
        assertThat(larger.length).isBetween(513, DnsReply.UDP_PAYLOAD);
        byte[] whole = overTcp(query("many.shop.svc.cluster.local", 1, 0));
        assertThat(truncated(whole)).isFalse();
        assertThat(answers(whole)).isEqualTo(PODS);
        assertThat(whole.length).as("names are compressed").isLessThan(12 + 33 + PODS * 16 + 20);
    }

    @Test
    void givesAddressesInAnotherOrderEachTime() throws IOException {
        var orders = new TreeSet<String>();
        for (int i = 0; i < 10; i++) {
            byte[] answer = overTcp(query("many.shop.svc.cluster.local", 1, 0));
            orders.add(HexFormat.of().formatHex(answer, 12, answer.length));
        }
        assertThat(orders).hasSizeGreaterThan(8);
    }

    @Test
    void saysThatItDecidesAndHowLongANegativeAnswerHolds() throws IOException {
        byte[] answer = overUdp(query("gone.shop.svc.cluster.local", 1, 1_232));
        assertThat(code(answer)).isEqualTo(3);
        assertThat(answer[2] & 0x04).as("authoritative").isNotZero();
        assertThat(ByteBuffer.wrap(answer).getShort(8)).as("authority: SOA").isEqualTo((short) 1);
        assertThat(ByteBuffer.wrap(answer).getShort(10)).as("additional: OPT").isEqualTo((short) 1);
    }

    @Test
    void findsTheAddressOfAnExternalName() throws IOException {
        byte[] answer = overUdp(query("ext.shop.svc.cluster.local", 1, 0));
        assertThat(code(answer)).isZero();
        assertThat(answers(answer)).as("the alias and the address").isEqualTo(2);
        assertThat(answer).endsWith(FakeNameServer.ADDRESS);
    }

    @Test
    void asksNobodyElseForAStranger() throws IOException {
        stranger = true;
        assertThat(code(overUdp(query("www.example.org", 1, 0)))).as("refused").isEqualTo(5);
        assertThat(code(overTcp(query("www.example.org", 1, 0)))).as("refused").isEqualTo(5);
        byte[] alias = overUdp(query("ext.shop.svc.cluster.local", 1, 0));
        assertThat(code(alias)).isZero();
        assertThat(answers(alias)).as("the alias alone").isEqualTo(1);
        assertThat(answers(overTcp(query("many.shop.svc.cluster.local", 1, 0)))).isEqualTo(PODS);
    }

    @Test
    void asksTheNextNameServerAndTakesTheWholeOfALargeAnswer() throws IOException {
        byte[] answer = overUdp(query("www.example.org", 1, 0));
        assertThat(answer).endsWith(FakeNameServer.ADDRESS);
        byte[] large = overTcp(query("large.example.org", 1, 0));
        assertThat(answers(large)).isEqualTo(FakeNameServer.LARGE);
        byte[] cut = overUdp(query("large.example.org", 1, 0));
        assertThat(truncated(cut)).isTrue();
        assertThat(answers(cut)).isZero();
    }

    @Test
    void answersWhatItDoesNotUnderstand() throws IOException {
        byte[] status = query("web.shop.svc.cluster.local", 1, 0);
        status[2] |= 0x10;
        assertThat(code(overUdp(status))).as("another operation").isEqualTo(4);
        byte[] broken = query("web.shop.svc.cluster.local", 1, 0);
        broken[12] = 63;
        assertThat(code(overUdp(broken))).as("a broken name").isEqualTo(1);
        byte[] loop = query("web.shop.svc.cluster.local", 1, 0);
        loop[12] = (byte) 0xC0;
        loop[13] = 12;
        assertThat(code(overUdp(loop))).as("a name that points to itself").isEqualTo(1);
        assertThat(code(overUdp(query("999-1-1-1.shop.pod.cluster.local", 1, 0))))
                .isEqualTo(3);
    }

    @Test
    void outlivesAnything() throws IOException {
        var random = new Random(42);
        try (var socket = new DatagramSocket()) {
            for (int i = 0; i < 2_000; i++) {
                byte[] noise = query("web.shop.svc.cluster.local", 1, 1_232);
                for (int flips = random.nextInt(6); flips >= 0; flips--) {
                    noise[random.nextInt(noise.length)] = (byte) random.nextInt();
                }
                int length = random.nextInt(noise.length);
                socket.send(new DatagramPacket(noise, length, server.address()));
            }
        }
        // The noise may have filled the socket, which then drops a question.
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> answers(overUdp(query("many.shop.svc.cluster.local", 1, 0))) > 0);
    }

    private static byte[] query(String name, int type, int payload) {
        byte[] encoded = Name.encode(name);
        ByteBuffer message = ByteBuffer.allocate(12 + encoded.length + 4 + (payload == 0 ? 0 : 11));
        message.putShort((short) 4711)
                .putShort((short) 0x0100)
                .putShort((short) 1)
                .putInt(0);
        message.putShort((short) (payload == 0 ? 0 : 1))
                .put(encoded)
                .putShort((short) type)
                .putShort((short) 1);
        if (payload != 0) {
            message.put((byte) 0)
                    .putShort((short) 41)
                    .putShort((short) payload)
                    .putInt(0)
                    .putShort((short) 0);
        }
        return message.array();
    }

    private byte[] overUdp(byte[] message) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            socket.send(new DatagramPacket(message, message.length, server.address()));
            var answer = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(answer);
            byte[] bytes = java.util.Arrays.copyOf(answer.getData(), answer.getLength());
            assertThat(bytes).startsWith(message[0], message[1]);
            return bytes;
        }
    }

    private byte[] overTcp(byte[] message) throws IOException {
        try (var socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(message.length);
            out.write(message);
            var in = new DataInputStream(socket.getInputStream());
            return in.readNBytes(in.readUnsignedShort());
        }
    }

    private static int code(byte[] message) {
        return message[3] & 0xF;
    }

    private static boolean truncated(byte[] message) {
        return (message[2] & 0x02) != 0;
    }

    private static int answers(byte[] message) {
        return ByteBuffer.wrap(message).getShort(6);
    }
}
