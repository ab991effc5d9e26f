package io.shiplog.proxy.userspace;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.shiplog.proxy.Backend;
import io.shiplog.proxy.rules.Protocol;
import io.shiplog.proxy.rules.RuleTable;
import io.shiplog.proxy.rules.ServicePortInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steers traffic through listening sockets of this process. Node ports need no rights; cluster IPs answer where this
 * machine treats them as its own (see {@link ClusterRange}). While an address cannot be bound, the table is not in
 * force. SCTP is not steered.
 */
public final class UserSpaceBackend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(UserSpaceBackend.class);
    private static final int THREADS = 2;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());
    private final List<String> nodeAddresses;
    private final boolean clusterAddresses;
    private final Map<Listen, OpenPort> open = new HashMap<>();
    private final Map<String, Balancer> balancers = new HashMap<>();
    private final Set<Listen> refused = new HashSet<>();

    /**
     * A proxy without listeners.
     *
     * @param nodeAddresses the addresses that node ports answer on
     * @param clusterAddresses whether cluster IPs can be listened on too
     */
    public UserSpaceBackend(Collection<String> nodeAddresses, boolean clusterAddresses) {
        this.nodeAddresses = List.copyOf(nodeAddresses);
        this.clusterAddresses = clusterAddresses;
    }

    @Override
    public void apply(RuleTable table) {
        balance(table);
        Map<Listen, ServicePortInfo> wanted = Listen.wanted(table, nodeAddresses, clusterAddresses);
        refused.retainAll(wanted.keySet());
        for (Listen listen : List.copyOf(open.keySet())) {
            if (!wanted.containsKey(listen)) {
                OpenPort gone = open.remove(listen);
                if (gone != null) {
                    gone.close();
                }
            }
        }
        wanted.forEach((listen, port) -> {
            Balancer balancer = balancerOf(port);
            OpenPort known = open.get(listen);
            if (known == null) {
                open(listen, port, balancer);
            } else {
                known.use(balancer);
            }
        });
    }

    @Override
    public boolean inForce() {
        return refused.isEmpty();
    }

    /** Open connections end too: they live in this process. */
    @Override
    public void close() {
        apply(RuleTable.EMPTY);
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void balance(RuleTable table) {
        Set<String> ports = new HashSet<>();
        for (ServicePortInfo port : table.ports()) {
            ports.add(key(port));
            balancerOf(port).use(port.endpoints(), port.affinitySeconds());
        }
        balancers.keySet().retainAll(ports);
    }

    private Balancer balancerOf(ServicePortInfo port) {
        return balancers.computeIfAbsent(key(port), fresh -> new Balancer(UserSpaceBackend::random));
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    private static String key(ServicePortInfo port) {
        return port.id() + "/" + port.protocol();
    }

    private void open(Listen listen, ServicePortInfo port, Balancer balancer) {
        try {
            open.put(
                    listen,
                    listen.protocol() == Protocol.UDP
                            ? new UdpListener(loops.next(), listen, balancer)
                            : new TcpListener(loops, listen, balancer));
            refused.remove(listen);
        } catch (Exception e) {
            // Netty rethrows the checked BindException without declaring it.
            if (refused.add(listen)) {
                LOG.warn("{} of {} does not answer: {}", listen, port.id(), e.getMessage());
            }
        }
    }
}
