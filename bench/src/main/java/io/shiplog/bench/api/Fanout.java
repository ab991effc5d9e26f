package io.shiplog.bench.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * Many watchers of one collection: how long changes take to reach all of them, and what that costs without opening the
 * watches.
 */
final class Fanout {
    private static final long PATIENCE_SECONDS = 300;

    private Fanout() {}

    /**
     * What was measured.
     *
     * @param took from the first change to the last event
     * @param used the CPU time of that
     * @param opening the CPU time of opening the watches, each on a connection of its own
     */
    record Result(Duration took, CpuClock used, CpuClock opening) {}

    /**
     * Opens the watches, makes the changes, waits until every watcher has read every event.
     *
     * @param path the collection
     * @param version the resourceVersion that the watches start after
     * @param change makes one change
     */
    static Result run(
            BenchClient client, String path, String version, int watchers, int changes, IntFunction<Future<?>> change)
            throws InterruptedException, TimeoutException {
        CpuClock before = CpuClock.read(client);
        CountDownLatch left = new CountDownLatch(watchers);
        List<HttpClientResponse> open = new ArrayList<>();
        for (int i = 0; i < watchers; i++) {
            Counter counter = new Counter(changes, left);
            open.add(client.send(
                            HttpMethod.GET,
                            path + "?watch=true&resourceVersion=" + version,
                            "",
                            "",
                            response -> Future.succeededFuture(response.handler(counter::read)))
                    .await());
        }
        CpuClock opened = CpuClock.read(client);
        long started = System.nanoTime();
        Load.run(changes, Math.min(8, changes), change);
        if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException(left.getCount() + " watchers did not get all events");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        CpuClock delivered = CpuClock.read(client);
        open.forEach(response -> response.request().reset());
        return new Result(took, delivered.since(opened), opened.since(before));
    }

    /** Counts lines: one per event. */
    private static final class Counter {
        private final CountDownLatch left;
        private int missing;

        Counter(int expected, CountDownLatch left) {
            this.missing = expected;
            this.left = left;
        }

        void read(Buffer part) {
            for (int i = 0; i < part.length(); i++) {
                if (part.getByte(i) == '\n' && --missing == 0) {
                    left.countDown();
                }
            }
        }
    }
}
