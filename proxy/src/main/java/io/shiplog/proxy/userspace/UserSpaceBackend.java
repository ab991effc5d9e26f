package io.shiplog.proxy.userspace;

import io.shiplog.proxy.Backend;
import io.shiplog.proxy.rules.Protocol;
import io.shiplog.proxy.rules.RuleTable;
import io.shiplog.proxy.rules.ServicePort;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steers traffic through listening sockets of this process. Node ports need no rights; cluster IPs answer where this
 * machine treats them as its own (see {@link ClusterRange}). An address that cannot be bound is tried again at the next
 * table. All sockets live on one event loop.
 */
public final class UserSpaceBackend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(UserSpaceBackend.class);
    private static final long PATIENCE_SECONDS = 10;

    private final Vertx vertx;
    private final Context loop;
    private final NetClient client;
    private final List<String> nodeAddresses;
    private final boolean clusterAddresses;
    private final Map<Listen, Listener> open = new HashMap<>();
    private final Set<Listen> refused = new HashSet<>();

    /**
     * A proxy without listeners.
     *
     * @param nodeAddresses the addresses that node ports answer on
     * @param clusterAddresses whether cluster IPs can be listened on too
     */
    public UserSpaceBackend(Vertx vertx, Collection<String> nodeAddresses, boolean clusterAddresses) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.client = vertx.createNetClient(
                new NetClientOptions().setConnectTimeout(2_000).setTcpNoDelay(true));
        this.nodeAddresses = List.copyOf(nodeAddresses);
        this.clusterAddresses = clusterAddresses;
    }

    @Override
    public void apply(RuleTable table) {
        await(onLoop(() -> applyOnLoop(Listen.wanted(table, nodeAddresses, clusterAddresses))));
    }

    @Override
    public void close() {
        await(onLoop(() -> applyOnLoop(Map.of())));
        await(client.close());
    }

    private Future<Void> applyOnLoop(Map<Listen, ServicePort> wanted) {
        List<Future<Void>> steps = new ArrayList<>();
        for (Listen listen : List.copyOf(open.keySet())) {
            if (!wanted.containsKey(listen)) {
                Listener gone = open.remove(listen);
                if (gone != null) {
                    steps.add(gone.close());
                }
            }
        }
        wanted.forEach((listen, port) -> {
            Listener known = open.get(listen);
            if (known != null) {
                known.use(port);
                return;
            }
            Listener fresh = listen.protocol() == Protocol.UDP
                    ? new UdpListener(vertx, listen, UserSpaceBackend::random)
                    : new TcpListener(vertx, client, listen, UserSpaceBackend::random);
            fresh.use(port);
            open.put(listen, fresh);
            steps.add(fresh.open().onSuccess(opened -> refused.remove(listen)).recover(failure -> {
                open.remove(listen);
                if (refused.add(listen)) {
                    LOG.warn("{} of {} does not answer: {}", listen, port.id(), failure.getMessage());
                }
                return Future.succeededFuture();
            }));
        });
        return Future.join(steps).mapEmpty();
    }

    private Future<Void> onLoop(java.util.function.Supplier<Future<Void>> action) {
        return Future.future(done -> loop.runOnContext(run -> action.get().onComplete(done)));
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    private static void await(Future<Void> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new BackendException("the listeners do not follow: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException("interrupted", e);
        }
    }
}
