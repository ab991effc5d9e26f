package io.shiplog.proxy.userspace;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.shiplog.proxy.rules.Endpoint;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Accepts TCP connections and relays each to an endpoint; one that refuses or does not answer is passed over for
 * another. Both ends of a connection live on one event loop.
 */
final class TcpListener implements OpenPort {
    private static final int TRIES = 4;
    private static final int CONNECT_MILLIS = 2_000;

    private final Channel server;
    private volatile Balancer balancer;

    /** Opens the socket; fails as Netty does when the address cannot be bound. */
    TcpListener(EventLoopGroup loops, Listen listen, Balancer balancer) {
        this.balancer = balancer;
        this.server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public boolean isSharable() {
                        return true;
                    }

                    @Override
                    public void channelActive(ChannelHandlerContext context) {
                        connect(context.channel(), new HashSet<>());
                    }
                })
                .bind(new InetSocketAddress(listen.address(), listen.port()))
                .syncUninterruptibly()
                .channel();
    }

    @Override
    public void use(Balancer other) {
        balancer = other;
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
    }

    private void connect(Channel incoming, Set<Endpoint> tried) {
        String client =
                ((InetSocketAddress) incoming.remoteAddress()).getAddress().getHostAddress();
        Optional<Endpoint> endpoint =
                tried.size() == TRIES ? Optional.empty() : balancer.pick(client, tried, System.nanoTime());
        if (endpoint.isEmpty()) {
            // A reset, as whoever connects to a port that nobody listens on gets.
            incoming.config().setOption(ChannelOption.SO_LINGER, 0);
            incoming.close();
            return;
        }
        new Bootstrap()
                .group(incoming.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new InetSocketAddress(
                        endpoint.get().address(), endpoint.get().port()))
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        Relay.join(incoming, connected.channel());
                    } else {
                        tried.add(endpoint.get());
                        connect(incoming, tried);
                    }
                });
    }
}
