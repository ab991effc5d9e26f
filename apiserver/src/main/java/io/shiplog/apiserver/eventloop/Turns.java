package io.shiplog.apiserver.eventloop;

import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/** Work that an event loop does in turns, and between them serves its connections and timers. */
public final class Turns {
    private Turns() {}

    /**
     * Goes on with {@code next} on the loop of {@code context} after the loop has looked at its connections and timers.
     * Called on that loop.
     *
     * <p>Not by {@link Context#runOnContext}: what a task adds to its loop Netty runs in the same pass, for a second if
     * there is ever more, before it looks at any connection. What is due in a nanosecond is taken up in the next pass.
     */
    public static void goOn(Context context, Runnable next) {
        ((ContextInternal) context)
                .nettyEventLoop()
                .schedule(() -> context.runOnContext(on -> next.run()), 1, TimeUnit.NANOSECONDS);
    }
}
