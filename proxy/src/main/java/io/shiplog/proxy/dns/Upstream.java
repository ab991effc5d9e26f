package io.shiplog.proxy.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the machine's own name servers, one after the other, over UDP, and over TCP for what does not fit. Each question
 * has a socket of its own that hears its server only. Blocks. Thread-safe.
 */
final class Upstream {
    /** Per server: a client gives up after five seconds, as resolv.conf(5) has it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int HEADER = 12;
    private static final int MAX_MESSAGE = 65_535;
    private static final int CODE_SERVFAIL = 2;
    private static final int CODE_REFUSED = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Supplier<List<InetSocketAddress>> nameServers;

    /** @param nameServers asked for at each question, since a machine's may change */
    Upstream(Supplier<List<InetSocketAddress>> nameServers) {
        this.nameServers = nameServers;
    }

    /** Nobody to ask: such names are refused. */
    static final class NobodyException extends IOException {
        private static final long serialVersionUID = 1L;

        NobodyException() {
            super("no name server is configured");
        }
    }

    /**
     * The answer, as it came: possibly a failure, or truncated if its server does not speak TCP.
     *
     * @param question name, type and class on the wire
     * @param edns whether to ask with EDNS
     * @throws IOException when no server answers
     */
    byte[] ask(byte[] question, boolean edns) throws IOException {
        @Nullable IOException failure = null;
        byte @Nullable [] refusal = null;
        for (InetSocketAddress server : nameServers.get()) {
            try {
                byte[] answer = ask(server, message(question, edns));
                int code = answer[3] & 0xF;
                if (code != CODE_SERVFAIL && code != CODE_REFUSED) {
                    return answer;
                }
                refusal = answer;
            } catch (IOException e) {
                failure = e;
            }
        }
        if (refusal != null) {
            return refusal;
        }
        throw failure == null ? new NobodyException() : failure;
    }

    private static byte[] ask(InetSocketAddress server, byte[] message) throws IOException {
        byte[] answer = overUdp(server, message);
        boolean truncated = (answer[2] & 0x02) != 0;
        if (truncated) {
            try {
                return overTcp(server, message);
            } catch (IOException e) {
                return answer;
            }
        }
        return answer;
    }

    private static byte[] message(byte[] question, boolean edns) {
        ByteBuffer message = ByteBuffer.allocate(HEADER + question.length + (edns ? 11 : 0));
        message.putShort((short) RANDOM.nextInt(1 << 16));
        // Recursion desired.
        message.putShort((short) 0x0100);
        message.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) (edns ? 1 : 0));
        message.put(question);
        if (edns) {
            message.put((byte) 0).putShort((short) 41).putShort((short) DnsReply.UDP_PAYLOAD);
            message.putInt(0).putShort((short) 0);
        }
        return message.array();
    }

    private static byte[] overUdp(InetSocketAddress server, byte[] message) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.connect(server);
            socket.send(new DatagramPacket(message, message.length));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            byte[] buffer = new byte[MAX_MESSAGE];
            while (true) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new SocketTimeoutException(server + " does not answer");
                }
                socket.setSoTimeout((int) left);
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = Arrays.copyOf(buffer, packet.getLength());
                if (answers(message, answer)) {
                    return answer;
                }
            }
        }
    }

    private static byte[] overTcp(InetSocketAddress server, byte[] message) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server, (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var out = new DataOutputStream(socket.getOutputStream());
            byte[] framed = new byte[message.length + 2];
            ByteBuffer.wrap(framed).putShort((short) message.length).put(message);
            out.write(framed);
            var in = new DataInputStream(socket.getInputStream());
            byte[] answer = in.readNBytes(in.readUnsignedShort());
            if (!answers(message, answer)) {
                throw new IOException(server + " answers something else");
            }
            return answer;
        }
    }

    /**
     * Whether {@code answer} is one to {@code message}: its number, and the question, whose letters' case may differ.
     */
    private static boolean answers(byte[] message, byte[] answer) {
        if (answer.length < HEADER || answer[0] != message[0] || answer[1] != message[1] || (answer[2] & 0x80) == 0) {
            return false;
        }
        try {
            Name.Read asked = Name.read(message, HEADER);
            Name.Read answered = Name.read(answer, HEADER);
            return asked.next() == answered.next()
                    && answer.length >= answered.next() + 4
                    && asked.text().equalsIgnoreCase(answered.text())
                    && Arrays.equals(message, asked.next(), asked.next() + 4, answer, asked.next(), asked.next() + 4);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
