package io.shiplog.agent.spdy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * Bytes to frames and back. Netty's codec, in a channel of its own that is connected to nothing: headers are compressed
 * with the connection's history, so there is one of these per connection, used by one thread.
 */
final class SpdyFrames {
    private final EmbeddedChannel codec = new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));

    /**
     * Decodes what came; part of a frame waits for the rest.
     *
     * @param each is given every frame, and must not keep its content
     * @throws RuntimeException Netty's SpdyProtocolException when this is not SPDY
     */
    void decode(Buffer bytes, Consumer<SpdyFrame> each) {
        codec.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes()));
        for (Object frame = codec.readInbound(); frame != null; frame = codec.readInbound()) {
            try {
                each.accept((SpdyFrame) frame);
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }
    }

    Buffer encode(SpdyFrame frame) {
        Buffer bytes = Buffer.buffer();
        codec.writeOutbound(frame);
        for (Object part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
            bytes.appendBytes(ByteBufUtil.getBytes((ByteBuf) part));
            ReferenceCountUtil.release(part);
        }
        return bytes;
    }

    /** Frees what a frame that never became whole holds. */
    void close() {
        codec.finishAndReleaseAll();
    }
}
