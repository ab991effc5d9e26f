package io.shiplog.proxy.userspace;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;

/**
 * One direction of a relayed TCP connection: what {@code this} channel receives goes to its peer. The end of one
 * direction leaves the other open; a slow receiver holds up its sender. On one event loop.
 */
final class Relay extends ChannelInboundHandlerAdapter {
    private final DuplexChannel peer;

    private Relay(DuplexChannel peer) {
        this.peer = peer;
    }

    /** Relays between two connected channels of one event loop until both directions have ended or one breaks. */
    static void join(Channel one, Channel other) {
        one.pipeline().addLast(new Relay((DuplexChannel) other));
        other.pipeline().addLast(new Relay((DuplexChannel) one));
        if (one.isActive()) {
            one.config().setAutoRead(true);
            other.config().setAutoRead(true);
        } else {
            other.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object data) {
        peer.writeAndFlush(data);
        if (!peer.isWritable()) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            peer.config().setAutoRead(true);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            DuplexChannel own = (DuplexChannel) context.channel();
            peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> {
                if (peer.isInputShutdown()) {
                    peer.close();
                    own.close();
                } else {
                    peer.shutdownOutput();
                }
            });
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (peer.isActive()) {
            peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
        context.close();
    }
}
