package io.shiplog.proxy.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryEncoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseDecoder;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the machine's own name servers, each question on a socket of its own so that answers cannot be mixed up. */
final class Upstream {
    private static final long PATIENCE_MILLIS = 2_000;

    private final EventLoopGroup group;
    private final List<InetSocketAddress> nameServers;

    Upstream(EventLoopGroup group, List<InetSocketAddress> nameServers) {
        this.group = group;
        this.nameServers = List.copyOf(nameServers);
    }

    /** The name servers of {@code /etc/resolv.conf}; none when the file cannot be read. */
    static List<InetSocketAddress> ofThisMachine() {
        List<InetSocketAddress> found = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of("/etc/resolv.conf"))) {
                String[] words = line.strip().split("\\s+");
                if (words.length == 2 && words[0].equals("nameserver") && words[1].matches("[0-9.]+")) {
                    found.add(new InetSocketAddress(words[1], 53));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    boolean none() {
        return nameServers.isEmpty();
    }

    /** The answer of the first name server; fails after two seconds. */
    Future<DnsResponse> ask(DnsQuestion question) {
        EventLoop loop = group.next();
        Promise<DnsResponse> promise = loop.newPromise();
        if (nameServers.isEmpty()) {
            return promise.setFailure(new IOException("no name server is configured"));
        }
        int id = ThreadLocalRandom.current().nextInt(1 << 16);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<DatagramChannel>() {
                    @Override
                    protected void initChannel(DatagramChannel channel) {
                        channel.pipeline()
                                .addLast(new DatagramDnsQueryEncoder())
                                .addLast(new DatagramDnsResponseDecoder())
                                .addLast(new Reply(promise, id));
                    }
                });
        bootstrap.bind(0).addListener((io.netty.channel.ChannelFuture bound) -> {
            if (!bound.isSuccess()) {
                promise.tryFailure(bound.cause());
                return;
            }
            Channel channel = bound.channel();
            DatagramDnsQuery query = new DatagramDnsQuery(null, nameServers.getFirst(), id);
            query.setRecursionDesired(true).addRecord(DnsSection.QUESTION, question);
            channel.writeAndFlush(query);
            var patience = loop.schedule(
                    () -> promise.tryFailure(new TimeoutException("no answer")),
                    PATIENCE_MILLIS,
                    TimeUnit.MILLISECONDS);
            promise.addListener(done -> {
                patience.cancel(false);
                channel.close();
            });
        });
        return promise;
    }

    /** Moves code and records of {@code from} into {@code to}. */
    static void copy(DnsResponse from, DnsResponse to) {
        try {
            to.setCode(from.code());
            to.setRecursionAvailable(true);
            for (DnsSection section : List.of(DnsSection.ANSWER, DnsSection.AUTHORITY)) {
                for (int i = 0; i < from.count(section); i++) {
                    DnsRecord record = from.recordAt(section, i);
                    if (record instanceof DnsRawRecord raw) {
                        to.addRecord(section, raw.copy());
                    } else {
                        to.addRecord(section, record);
                    }
                }
            }
        } finally {
            ReferenceCountUtil.release(from);
        }
    }

    private static final class Reply extends SimpleChannelInboundHandler<DatagramDnsResponse> {
        private final Promise<DnsResponse> promise;
        private final int id;

        private Reply(Promise<DnsResponse> promise, int id) {
            this.promise = promise;
            this.id = id;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsResponse response) {
            if (response.id() == id) {
                response.retain();
                if (!promise.trySuccess(response)) {
                    response.release();
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            promise.tryFailure(cause);
        }
    }
}
