package io.shiplog.proxy.userspace;

import io.shiplog.proxy.rules.Endpoint;
import io.shiplog.proxy.rules.ServicePort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Relays UDP: each client gets a socket towards its endpoint, which is dropped after a minute without a packet. */
final class UdpListener implements Listener {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final Listen listen;
    private final DatagramSocket socket;
    private final Balancer balancer;
    private final Map<SocketAddress, Session> sessions = new HashMap<>();
    private long sweep = -1;

    private static final class Session {
        private final Endpoint endpoint;
        private final DatagramSocket socket;
        private long lastNanos;

        private Session(Endpoint endpoint, DatagramSocket socket, long lastNanos) {
            this.endpoint = endpoint;
            this.socket = socket;
            this.lastNanos = lastNanos;
        }
    }

    UdpListener(Vertx vertx, Listen listen, IntUnaryOperator random) {
        this.vertx = vertx;
        this.listen = listen;
        this.balancer = new Balancer(random);
        this.socket = vertx.createDatagramSocket();
    }

    @Override
    public Future<Void> open() {
        socket.handler(this::relay);
        return socket.listen(listen.port(), listen.address()).map(opened -> {
            sweep = vertx.setPeriodic(IDLE.toMillis(), timer -> dropIdle());
            return null;
        });
    }

    @Override
    public void use(ServicePort port) {
        balancer.use(port.endpoints(), port.affinitySeconds());
        // A datagram has no connection to keep: clients of an endpoint that is gone get another at their next packet.
        for (Iterator<Session> all = sessions.values().iterator(); all.hasNext(); ) {
            Session session = all.next();
            if (!port.endpoints().contains(session.endpoint)) {
                session.socket.close();
                all.remove();
            }
        }
    }

    @Override
    public Future<Void> close() {
        if (sweep >= 0) {
            vertx.cancelTimer(sweep);
        }
        sessions.values().forEach(session -> session.socket.close());
        sessions.clear();
        return socket.close();
    }

    private void relay(DatagramPacket packet) {
        SocketAddress client = packet.sender();
        Session session = sessions.get(client);
        if (session == null) {
            Optional<Endpoint> endpoint = balancer.pick(client.host(), System.nanoTime());
            if (endpoint.isEmpty()) {
                return;
            }
            DatagramSocket towards = vertx.createDatagramSocket();
            towards.handler(answer -> socket.send(answer.data(), client.port(), client.host()));
            session = new Session(endpoint.get(), towards, System.nanoTime());
            sessions.put(client, session);
        }
        session.lastNanos = System.nanoTime();
        session.socket.send(packet.data(), session.endpoint.port(), session.endpoint.address());
    }

    private void dropIdle() {
        long now = System.nanoTime();
        for (Iterator<Session> all = sessions.values().iterator(); all.hasNext(); ) {
            Session session = all.next();
            if (now - session.lastNanos > IDLE.toNanos()) {
                session.socket.close();
                all.remove();
            }
        }
    }
}
