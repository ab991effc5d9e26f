package io.shiplog.proxy.userspace;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.Future;
import io.shiplog.proxy.rules.Endpoint;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Relays UDP: each client gets a socket towards its endpoint, which is dropped after a minute without a packet in
 * either direction, or when the endpoint refuses a packet or is no endpoint any more. All of it on one event loop. The
 * sessions are bounded: a new client takes the place of the one that has been silent for longest.
 */
final class UdpListener implements OpenPort {
    static final int MAX_SESSIONS = 1_024;

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final int MAX_DATAGRAM = 65_535;

    private final EventLoop loop;
    private final Channel socket;
    private final Future<?> sweep;
    /** By client, the one that has been silent for longest first. */
    private final LinkedHashMap<InetSocketAddress, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

    private Balancer balancer;

    private static final class Session {
        private final Endpoint endpoint;
        private final ChannelFuture connected;
        private long lastNanos = System.nanoTime();

        private Session(Endpoint endpoint, ChannelFuture connected) {
            this.endpoint = endpoint;
            this.connected = connected;
        }
    }

    /** Opens the socket on {@code loop}; fails as Netty does when the address cannot be bound. */
    UdpListener(EventLoop loop, Listen listen, Balancer balancer) {
        this.loop = loop;
        this.balancer = balancer;
        this.socket = bootstrap()
                .handler(new SimpleChannelInboundHandler<DatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                        relay(packet);
                    }
                })
                .bind(new InetSocketAddress(listen.address(), listen.port()))
                .syncUninterruptibly()
                .channel();
        this.sweep = loop.scheduleAtFixedRate(this::dropIdle, IDLE.toSeconds(), IDLE.toSeconds(), TimeUnit.SECONDS);
    }

    private Bootstrap bootstrap() {
        return new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                // Netty would cut datagrams off at 2 KB.
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM));
    }

    @Override
    public void use(Balancer other) {
        loop.submit(() -> {
                    balancer = other;
                    // A datagram has no connection to keep: clients of an endpoint that is gone get another at their
                    // next packet.
                    for (var session : List.copyOf(sessions.entrySet())) {
                        if (!other.has(session.getValue().endpoint)) {
                            drop(session.getKey());
                        }
                    }
                })
                .syncUninterruptibly();
    }

    @Override
    public void close() {
        sweep.cancel(false);
        loop.submit(() -> List.copyOf(sessions.keySet()).forEach(this::drop)).syncUninterruptibly();
        socket.close().syncUninterruptibly();
    }

    private void relay(DatagramPacket packet) {
        Session session = sessions.get(packet.sender());
        if (session == null) {
            session = open(packet.sender());
            if (session == null) {
                return;
            }
        }
        session.lastNanos = System.nanoTime();
        send(session.connected, packet.content().retain());
    }

    /** Sends once the socket is connected, which takes no packets but a turn of the event loop. */
    private static void send(ChannelFuture connected, ByteBuf content) {
        connected.addListener(done -> {
            if (done.isSuccess()) {
                connected.channel().writeAndFlush(content);
            } else {
                content.release();
            }
        });
    }

    private @Nullable Session open(InetSocketAddress client) {
        Optional<Endpoint> endpoint = balancer.pick(client.getAddress().getHostAddress(), Set.of(), System.nanoTime());
        if (endpoint.isEmpty()) {
            return null;
        }
        ChannelFuture connected = bootstrap()
                .handler(new Answers(client))
                .connect(new InetSocketAddress(
                        endpoint.get().address(), endpoint.get().port()));
        Session session = new Session(endpoint.get(), connected);
        sessions.put(client, session);
        if (sessions.size() > MAX_SESSIONS) {
            drop(sessions.firstEntry().getKey());
        }
        return session;
    }

    private void drop(InetSocketAddress client) {
        Session session = sessions.remove(client);
        if (session != null) {
            session.connected.channel().close();
        }
    }

    private void dropIdle() {
        long now = System.nanoTime();
        for (Map.Entry<InetSocketAddress, Session> each : List.copyOf(sessions.entrySet())) {
            if (now - each.getValue().lastNanos > IDLE.toNanos()) {
                drop(each.getKey());
            }
        }
    }

    /** What an endpoint answers goes back to the client. */
    private final class Answers extends SimpleChannelInboundHandler<DatagramPacket> {
        private final InetSocketAddress client;

        private Answers(InetSocketAddress client) {
            this.client = client;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket answer) {
            Session session = sessions.get(client);
            if (session != null) {
                session.lastNanos = System.nanoTime();
            }
            ByteBuf content = answer.content().retain();
            socket.writeAndFlush(new DatagramPacket(content, client));
        }

        /** Nobody listens at the endpoint. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable refused) {
            drop(client);
        }
    }
}
