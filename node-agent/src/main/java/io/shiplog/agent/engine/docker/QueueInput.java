package io.shiplog.agent.engine.docker;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An input stream that another thread feeds: reads give what has come and wait when nothing has. At most {@value #BLOCKS}
 * blocks wait unread; then the feeder waits.
 */
final class QueueInput extends InputStream {
    private static final int BLOCKS = 64;
    private static final byte[] END = new byte[0];

    private final LinkedBlockingQueue<byte[]> blocks = new LinkedBlockingQueue<>(BLOCKS);
    private byte[] current = END;
    private int at;
    private boolean ended;

    void put(byte[] bytes) {
        if (bytes.length > 0) {
            enqueue(bytes);
        }
    }

    void end() {
        enqueue(END);
    }

    private void enqueue(byte[] block) {
        try {
            blocks.put(block);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int read() throws InterruptedIOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws InterruptedIOException {
        if (ended) {
            return -1;
        }
        if (at == current.length) {
            try {
                current = blocks.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for input");
            }
            at = 0;
            if (current.length == 0) {
                ended = true;
                return -1;
            }
        }
        int count = Math.min(length, current.length - at);
        System.arraycopy(current, at, into, offset, count);
        at += count;
        return count;
    }
}
