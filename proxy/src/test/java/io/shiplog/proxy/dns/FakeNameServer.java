package io.shiplog.proxy.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A name server that has one address for every name, and many for those called large. */
final class FakeNameServer implements AutoCloseable {
    static final byte[] ADDRESS = {(byte) 192, 0, 2, 53};
    static final int LARGE = 100;

    private final DatagramSocket udp;
    private final ServerSocket tcp;

    FakeNameServer() {
        try {
            tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::overUdp);
        Thread.ofPlatform().daemon().start(this::overTcp);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort());
    }

    private void overUdp() {
        while (!udp.isClosed()) {
            try {
                var packet = new DatagramPacket(new byte[1_500], 1_500);
                udp.receive(packet);
                byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
                byte[] answer = answer(question);
                if (answer.length > 512) {
                    answer = Arrays.copyOf(answer, question.length);
                    answer[2] |= 0x02;
                    ByteBuffer.wrap(answer).putShort(6, (short) 0);
                }
                udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                assertThat(udp.isClosed()).isTrue();
            }
        }
    }

    private void overTcp() {
        while (!tcp.isClosed()) {
            try (var client = tcp.accept()) {
                var in = new DataInputStream(client.getInputStream());
                byte[] answer = answer(in.readNBytes(in.readUnsignedShort()));
                var out = new DataOutputStream(client.getOutputStream());
                out.writeShort(answer.length);
                out.write(answer);
            } catch (IOException closed) {
                assertThat(closed).isNotNull();
            }
        }
    }

    private static byte[] answer(byte[] question) {
        Name.Read name = Name.read(question, 12);
        int count = name.text().startsWith("large") ? LARGE : 1;
        int end = name.next() + 4;
        ByteBuffer answer = ByteBuffer.allocate(end + count * 16).put(question, 0, end);
        for (int i = 0; i < count; i++) {
            answer.putShort((short) 0xC00C)
                    .putShort((short) 1)
                    .putShort((short) 1)
                    .putInt(60);
            answer.putShort((short) 4).put(ADDRESS);
        }
        answer.putShort(2, (short) 0x8180).putShort(6, (short) count).putInt(8, 0);
        return answer.array();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
