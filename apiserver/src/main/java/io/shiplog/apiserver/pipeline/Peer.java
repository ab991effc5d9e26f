package io.shiplog.apiserver.pipeline;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.shiplog.apiserver.authn.Identity;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The other end of one connection: who it is, and since when it keeps the server waiting. Its event loop owns it; on an
 * HTTP/1.1 connection it sees the bytes that come before they are decoded.
 */
final class Peer extends ChannelInboundHandlerAdapter {
    private static final long NEVER = Long.MIN_VALUE;

    private final @Nullable Identity identity;
    private final LongSupplier nanos;
    private long quietSince;
    private long headSince;
    private int open;

    /** @param speaksFirst whether the connection begins with the head of a request, as HTTP/1.1 does */
    Peer(@Nullable Identity identity, boolean speaksFirst, LongSupplier nanos) {
        this.identity = identity;
        this.nanos = nanos;
        this.quietSince = nanos.getAsLong();
        this.headSince = speaksFirst ? quietSince : NEVER;
    }

    @Nullable
    Identity identity() {
        return identity;
    }

    /** A request has come. */
    void began() {
        open++;
        headSince = NEVER;
    }

    /** A request is over. */
    void ended() {
        open--;
        quietSince = nanos.getAsLong();
    }

    /** Whether it has let the server wait for too long. */
    boolean isOverdue(Limits limits) {
        if (open > 0) {
            return false;
        }
        long now = nanos.getAsLong();
        return now - quietSince > limits.idle().toNanos()
                || headSince != NEVER && now - headSince > limits.head().toNanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (open == 0 && headSince == NEVER) {
            headSince = nanos.getAsLong();
        }
        context.fireChannelRead(bytes);
    }
}
