package io.shiplog.proxy.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers DNS over UDP and TCP from the current {@link Zone}; other names are asked of the machine's own name servers. */
public final class DnsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Upstream upstream;
    private final Channel udp;
    private final Channel tcp;
    private volatile Zone zone;

    private DnsServer(InetSocketAddress address, Zone zone, List<InetSocketAddress> nameServers) {
        this.zone = zone;
        this.upstream = new Upstream(loop, nameServers);
        try {
            udp = new Bootstrap()
                    .group(loop)
                    .channel(NioDatagramChannel.class)
                    .handler(new ChannelInitializer<DatagramChannel>() {
                        @Override
                        protected void initChannel(DatagramChannel channel) {
                            channel.pipeline()
                                    .addLast(new DatagramDnsQueryDecoder())
                                    .addLast(new DatagramDnsResponseEncoder())
                                    .addLast(new Handler());
                        }
                    })
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
                                    .addLast(new TcpDnsQueryDecoder())
                                    .addLast(new TcpDnsResponseEncoder())
                                    .addLast(new Handler());
                        }
                    })
                    .bind(new InetSocketAddress(
                            address.getAddress(), ((InetSocketAddress) udp.localAddress()).getPort()))
                    .syncUninterruptibly()
                    .channel();
        } catch (RuntimeException e) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw e;
        }
    }

    /**
     * Starts answering.
     *
     * @param address where to listen, port 0 for any
     * @param nameServers who is asked about names that are not the cluster's; none: such names are refused
     */
    public static DnsServer start(InetSocketAddress address, Zone zone, List<InetSocketAddress> nameServers) {
        return new DnsServer(address, zone, nameServers);
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
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Handler extends SimpleChannelInboundHandler<DnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DnsQuery query) {
            DnsResponse response = query instanceof DatagramDnsQuery datagram
                    ? new DatagramDnsResponse(datagram.recipient(), datagram.sender(), query.id(), query.opCode())
                    : new DefaultDnsResponse(query.id(), query.opCode());
            response.setRecursionDesired(query.isRecursionDesired());
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            Zone current = zone;
            if (question == null) {
                context.writeAndFlush(response.setCode(DnsResponseCode.FORMERR));
            } else if (current.covers(question.name())) {
                Responder.answer(current, question, response);
                context.writeAndFlush(response);
            } else {
                var asked = new DefaultDnsQuestion(question.name(), question.type());
                response.addRecord(DnsSection.QUESTION, asked);
                upstream.ask(asked).addListener(done -> {
                    if (done.isSuccess()) {
                        Upstream.copy((DnsResponse) done.getNow(), response);
                    } else {
                        LOG.debug("no answer for {}: {}", question.name(), String.valueOf(done.cause()));
                        response.setCode(upstream.none() ? DnsResponseCode.REFUSED : DnsResponseCode.SERVFAIL);
                    }
                    context.writeAndFlush(response);
                });
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("a DNS query could not be read", cause);
            if (context.channel() != udp) {
                context.close();
            }
        }
    }
}
