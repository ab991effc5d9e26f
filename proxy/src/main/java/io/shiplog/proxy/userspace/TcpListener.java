package io.shiplog.proxy.userspace;

import io.shiplog.proxy.rules.Endpoint;
import io.shiplog.proxy.rules.ServicePort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Accepts TCP connections and pipes each to an endpoint; an endpoint that refuses is passed over for another. */
final class TcpListener implements Listener {
    private static final int TRIES = 4;

    private final Listen listen;
    private final NetServer server;
    private final NetClient client;
    private final Balancer balancer;

    TcpListener(Vertx vertx, NetClient client, Listen listen, IntUnaryOperator random) {
        this.listen = listen;
        this.client = client;
        this.balancer = new Balancer(random);
        this.server = vertx.createNetServer(
                        new NetServerOptions().setReuseAddress(true).setTcpNoDelay(true))
                .connectHandler(this::accept);
    }

    @Override
    public Future<Void> open() {
        return server.listen(listen.port(), listen.address()).mapEmpty();
    }

    @Override
    public void use(ServicePort port) {
        balancer.use(port.endpoints(), port.affinitySeconds());
    }

    @Override
    public Future<Void> close() {
        return server.close();
    }

    private void accept(NetSocket incoming) {
        incoming.pause();
        connect(incoming, incoming.remoteAddress().host(), TRIES);
    }

    private void connect(NetSocket incoming, String from, int triesLeft) {
        Optional<Endpoint> endpoint = balancer.pick(from, System.nanoTime());
        if (endpoint.isEmpty() || triesLeft == 0) {
            incoming.close();
            return;
        }
        client.connect(endpoint.get().port(), endpoint.get().address())
                .onSuccess(outgoing -> pipe(incoming, outgoing))
                .onFailure(refused -> {
                    balancer.forget(from);
                    connect(incoming, from, triesLeft - 1);
                });
    }

    private static void pipe(NetSocket incoming, NetSocket outgoing) {
        incoming.exceptionHandler(broken -> outgoing.close());
        outgoing.exceptionHandler(broken -> incoming.close());
        incoming.pipeTo(outgoing).onFailure(broken -> outgoing.close());
        outgoing.pipeTo(incoming).onFailure(broken -> incoming.close());
        incoming.resume();
    }
}
