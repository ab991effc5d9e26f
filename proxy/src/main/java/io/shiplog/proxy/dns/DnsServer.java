package io.shiplog.proxy.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers DNS over UDP and TCP. The cluster's names are answered from the current {@link Zone}, on the event loop;
 * others are asked of the machine's own name servers on a bounded number of threads, for those who may: what is beyond
 * them is a server failure.
 */
public final class DnsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);
    private static final int ASKERS = 32;
    private static final int WAITING = 512;
    private static final int MAX_MESSAGE = 65_535;
    /** How long a TCP connection stays without a question. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ThreadPoolExecutor askers = new ThreadPoolExecutor(
            ASKERS,
            ASKERS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("dns-ask-", 0).factory());
    private final Forwarding forwarding;
    private final Predicate<InetAddress> own;
    private final Channel udp;
    private final Channel tcp;
    private volatile Zone zone;

    /**
     * Whom names are asked of that are not the cluster's.
     *
     * @param nameServers none: such names are refused
     * @param own who may ask for them; the others are refused
     */
    public record Beyond(Supplier<List<InetSocketAddress>> nameServers, Predicate<InetAddress> own) {}

    private DnsServer(InetSocketAddress address, Zone zone, Beyond beyond) {
        this.zone = zone;
        this.forwarding = new Forwarding(new Upstream(beyond.nameServers()));
        this.own = beyond.own();
        askers.allowCoreThreadTimeOut(true);
        try {
            udp = new Bootstrap()
                    .group(loop)
                    .channel(NioDatagramChannel.class)
                    .handler(new OverUdp())
                    .bind(address)
                    .syncUninterruptibly()
                    .channel();
            tcp = new ServerBootstrap()
                    .group(loop)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            channel.pipeline()
                                    .addLast(new LengthFieldBasedFrameDecoder(MAX_MESSAGE, 0, 2, 0, 2))
                                    .addLast(new OverTcp());
                        }
                    })
                    .bind(new InetSocketAddress(
                            address.getAddress(), ((InetSocketAddress) udp.localAddress()).getPort()))
                    .syncUninterruptibly()
                    .channel();
        } catch (Throwable e) {
            // Everything: Netty throws checked exceptions that it does not declare.
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw e;
        }
    }

    /**
     * Starts answering.
     *
     * @param address where to listen, port 0 for any
     */
    public static DnsServer start(InetSocketAddress address, Zone zone, Beyond beyond) {
        return new DnsServer(address, zone, beyond);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) udp.localAddress();
    }

    /** Answers from {@code fresh} from now on. */
    public void use(Zone fresh) {
        zone = fresh;
    }

    @Override
    public void close() {
        udp.close().syncUninterruptibly();
        tcp.close().syncUninterruptibly();
        askers.shutdownNow();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /**
     * Answers one message, now or later.
     *
     * @param client who sent it
     * @param overTcp whether the answer may be of any size
     */
    private void answer(byte[] message, InetAddress client, boolean overTcp, Consumer<byte[]> send) {
        Optional<DnsQuery> read;
        try {
            read = DnsQuery.parse(message);
        } catch (IllegalArgumentException e) {
            send.accept(DnsReply.formatError(message));
            return;
        }
        if (read.isEmpty()) {
            return;
        }
        DnsQuery query = read.get();
        int limit = overTcp ? MAX_MESSAGE : DnsReply.limit(query);
        Consumer<DnsReply> reply = answer -> send.accept(answer.encode(query, limit));
        if (query.opcode() != 0) {
            reply.accept(DnsReply.failure(DnsReply.Code.NOTIMP));
        } else if (query.edns() != null && query.edns().version() > 0) {
            reply.accept(DnsReply.failure(DnsReply.Code.BADVERS));
        } else if (zone.covers(query.name())) {
            ofTheZone(query, client, reply);
        } else if (!own.test(client)) {
            reply.accept(DnsReply.failure(DnsReply.Code.REFUSED));
        } else {
            ask(reply, () -> send.accept(forwarding.forward(query, limit)));
        }
    }

    private void ofTheZone(DnsQuery query, InetAddress client, Consumer<DnsReply> reply) {
        if (query.classOf() != DnsQuery.CLASS_IN) {
            reply.accept(DnsReply.failure(DnsReply.Code.REFUSED));
            return;
        }
        ZoneAnswers.Found found =
                ZoneAnswers.answer(zone, query.name(), query.type(), java.util.concurrent.ThreadLocalRandom.current());
        // A stranger learns the alias, and asks elsewhere what it leads to.
        if (found.outside().isEmpty() || !own.test(client)) {
            reply.accept(found.reply());
        } else {
            String target = found.outside().get();
            ask(reply, () -> reply.accept(forwarding.complete(found.reply(), target, query.type())));
        }
    }

    private void ask(Consumer<DnsReply> reply, Runnable question) {
        try {
            askers.execute(question);
        } catch (RejectedExecutionException tooMany) {
            reply.accept(DnsReply.failure(DnsReply.Code.SERVFAIL));
        }
    }

    private final class OverUdp extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            InetSocketAddress client = packet.sender();
            answer(
                    ByteBufUtil.getBytes(packet.content()),
                    client.getAddress(),
                    false,
                    bytes -> context.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(bytes), client)));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.warn("a DNS query was not answered", cause);
        }
    }

    private final class OverTcp extends SimpleChannelInboundHandler<ByteBuf> {
        private @Nullable ScheduledFuture<?> idle;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            closeWhenIdle(context);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (idle != null) {
                idle.cancel(false);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
            closeWhenIdle(context);
            answer(
                    ByteBufUtil.getBytes(message),
                    ((InetSocketAddress) context.channel().remoteAddress()).getAddress(),
                    true,
                    bytes -> context.writeAndFlush(Unpooled.wrappedBuffer(
                            new byte[] {(byte) (bytes.length >> 8), (byte) bytes.length}, bytes)));
        }

        private void closeWhenIdle(ChannelHandlerContext context) {
            if (idle != null) {
                idle.cancel(false);
            }
            idle = context.executor().schedule(() -> context.close(), IDLE.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("a DNS connection broke", cause);
            context.close();
        }
    }
}
