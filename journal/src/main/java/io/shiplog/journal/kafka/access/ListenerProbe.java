package io.shiplog.journal.kafka.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Asks a port of Kafka what it speaks, by one request that every listener answers at once, whether it wants SASL or
 * not. Kafka's own clients cannot tell: between protocols that do not fit they wait until their patience is over.
 * Blocks, for seconds at most.
 */
final class ListenerProbe {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final short SASL_HANDSHAKE = 17;
    private static final short VERSION = 1;
    private static final short UNSUPPORTED_MECHANISM = 33;
    private static final int LONGEST_ANSWER_BYTES = 10_000;

    private ListenerProbe() {}

    /**
     * What listens there.
     *
     * @param tlsFirst whether TLS is more likely: a listener logs what it does not understand
     */
    static Listener ask(String host, int port, boolean tlsFirst) {
        Listener first = askBy(tlsFirst, host, port);
        return first instanceof Listener.Unknown ? askBy(!tlsFirst, host, port) : first;
    }

    private static Listener askBy(boolean tls, String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return tls ? encrypted(socket, host, port) : new Listener.Speaks(false, mechanisms(socket));
        } catch (IOException e) {
            return new Listener.Unknown();
        }
    }

    private static Listener encrypted(Socket plain, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket(plain, host, port, false);
        socket.startHandshake();
        try {
            return new Listener.Speaks(true, mechanisms(socket));
        } catch (SSLException refused) {
            return new Listener.DemandsCertificate();
        }
    }

    /** The mechanisms of SASL that a listener takes, none when it wants no SASL. */
    private static List<String> mechanisms(Socket socket) throws IOException {
        byte[] mechanism = "?".getBytes(UTF_8);
        var out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(2 + 2 + 4 + 2 + 2 + mechanism.length);
        out.writeShort(SASL_HANDSHAKE);
        out.writeShort(VERSION);
        out.writeInt(1); // the correlation id
        out.writeShort(-1); // no client id
        out.writeShort(mechanism.length);
        out.write(mechanism);
        out.flush();
        var in = new DataInputStream(socket.getInputStream());
        int length = in.readInt();
        if (length < 10 || length > LONGEST_ANSWER_BYTES || in.readInt() != 1) {
            throw new IOException("this is no Kafka");
        }
        if (in.readShort() != UNSUPPORTED_MECHANISM) {
            return List.of();
        }
        var mechanisms = new ArrayList<String>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            byte[] name = new byte[in.readShort()];
            in.readFully(name);
            mechanisms.add(new String(name, UTF_8));
        }
        return mechanisms;
    }

    /** Nothing is told to the server that is not public: whose it is does not matter here. */
    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Everybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Everybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
