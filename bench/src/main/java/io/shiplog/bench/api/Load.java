package io.shiplog.bench.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Sends a number of requests from several clients, each one after the other, and times them. */
final class Load {

    /**
     * What was measured.
     *
     * @param latencies nanoseconds, ascending
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Result(long[] latencies, Duration took) {
        double perSecond() {
            return latencies.length / (took.toNanos() / 1e9);
        }

        double percentileMillis(double percentile) {
            int index = (int) Math.min(latencies.length - 1L, Math.round(latencies.length * percentile / 100));
            return latencies[index] / 1e6;
        }
    }

    private final int count;
    private final IntFunction<Future<?>> request;
    private final AtomicInteger next = new AtomicInteger();
    private final long[] latencies;

    private Load(int count, IntFunction<Future<?>> request) {
        this.count = count;
        this.request = request;
        this.latencies = new long[count];
    }

    /** Sends requests 0 to {@code count} (exclusive); returns when all are answered, fails with the first failure. */
    static Result run(int count, int clients, IntFunction<Future<?>> request) {
        Load load = new Load(count, request);
        long started = System.nanoTime();
        Future.all(IntStream.range(0, clients).mapToObj(client -> load.client()).toList())
                .await();
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        Arrays.sort(load.latencies);
        return new Result(load.latencies, took);
    }

    private Future<Void> client() {
        Promise<Void> done = Promise.promise();
        step(done);
        return done.future();
    }

    private void step(Promise<Void> done) {
        int index = next.getAndIncrement();
        if (index >= count) {
            done.complete();
            return;
        }
        long started = System.nanoTime();
        request.apply(index).onComplete(answered -> {
            latencies[index] = System.nanoTime() - started;
            if (answered.succeeded()) {
                step(done);
            } else {
                done.tryFail(answered.cause());
            }
        });
    }
}
