package io.shiplog.apiserver.watch;

import io.shiplog.apiserver.eventloop.Turns;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The executor that the watches of one event loop are woken on, in rounds. Tasks come from any thread; they run on the
 * loop.
 *
 * <ul>
 *   <li>A lone watch is served at once.
 *   <li>A round that took long is followed by a rest of twice its time: what changes meanwhile goes to each watch as
 *       one write, because a write costs several times what an event does.
 *   <li>Within a round and in the rest the loop serves its other connections.
 * </ul>
 */
final class RoundExecutor implements Executor {
    /** How long the loop may serve watches before it looks after its other connections. */
    private static final long TURN_NANOS = Duration.ofMillis(5).toNanos();
    /** A shorter round has no rest. */
    private static final long SHORT_NANOS = Duration.ofMillis(1).toNanos() / 4;

    private static final long LONGEST_REST_MILLIS = 50;

    private final Vertx vertx;
    private final Context context;
    private final Queue<Runnable> woken = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable mark = () -> {};
    private long roundNanos;
    private @Nullable List<Buffer> joinedFrom;
    private Buffer joined = Buffer.buffer();

    RoundExecutor(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    @Override
    public void execute(Runnable task) {
        woken.add(task);
        schedule();
    }

    /** The lines as one buffer; the watches of a loop mostly have the same to send. Event loop only. */
    Buffer joined(List<Buffer> lines) {
        if (lines.size() == 1) {
            return lines.getFirst();
        }
        if (!isJoined(lines)) {
            int bytes = 0;
            for (Buffer line : lines) {
                bytes += line.length();
            }
            Buffer whole = Buffer.buffer(bytes);
            lines.forEach(whole::appendBuffer);
            joined = whole;
            joinedFrom = lines;
        }
        return joined;
    }

    /** Whether these very lines were the last to be joined. */
    private boolean isJoined(List<Buffer> lines) {
        List<Buffer> last = joinedFrom;
        if (last == null || last.size() != lines.size()) {
            return false;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (last.get(i) != lines.get(i)) {
                return false;
            }
        }
        return true;
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            context.runOnContext(on -> begin());
        }
    }

    private void begin() {
        roundNanos = 0;
        woken.add(mark);
        turn();
    }

    private void turn() {
        long started = System.nanoTime();
        Runnable task = woken.poll();
        while (task != null && task != mark) {
            task.run();
            if (System.nanoTime() - started > TURN_NANOS) {
                roundNanos += System.nanoTime() - started;
                Turns.goOn(context, this::turn);
                return;
            }
            task = woken.poll();
        }
        roundNanos += System.nanoTime() - started;
        rest();
    }

    private void rest() {
        // Nobody needs the bytes any more; the next round has others.
        joinedFrom = null;
        joined = Buffer.buffer();
        if (roundNanos > SHORT_NANOS) {
            long millis = Math.min(
                    LONGEST_REST_MILLIS, 1 + 2 * Duration.ofNanos(roundNanos).toMillis());
            vertx.setTimer(millis, rested -> rested());
        } else {
            rested();
        }
    }

    private void rested() {
        scheduled.set(false);
        if (!woken.isEmpty() && scheduled.compareAndSet(false, true)) {
            Turns.goOn(context, this::begin);
        }
    }
}
