package io.shiplog.apiserver.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundExecutorTest {
    private static final long PATIENCE_SECONDS = 10;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final RoundExecutor rounds = new RoundExecutor(vertx, context);
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void runsEveryTaskInOrder() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            String name = "task " + i;
            rounds.execute(() -> done.add(name));
        }

        for (int i = 0; i < 100; i++) {
            assertThat(done.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("task " + i);
        }
    }

    @Test
    void servesOtherWorkOfTheLoopBetweenALongRoundAndWhatWokeInIt() throws InterruptedException {
        CountDownLatch woken = new CountDownLatch(1);
        // The loop is held until all of them wait for one round.
        context.runOnContext(on -> await(woken));
        rounds.execute(() -> {
            spin(2_000_000);
            done.add("long round");
        });
        rounds.execute(() -> rounds.execute(() -> done.add("next round")));
        rounds.execute(() -> vertx.runOnContext(on -> done.add("other work")));
        woken.countDown();

        assertThat(done.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("long round");
        assertThat(done.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("other work");
        assertThat(done.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("next round");
    }

    @Test
    void joinsLinesOnceForAllWhoSendTheSame() {
        Buffer one = Buffer.buffer("one\n");
        Buffer two = Buffer.buffer("two\n");

        Buffer joined = rounds.joined(List.of(one, two));

        assertThat(joined.toString()).isEqualTo("one\ntwo\n");
        assertThat(rounds.joined(List.of(one, two))).isSameAs(joined);
        assertThat(rounds.joined(List.of(one, Buffer.buffer("two\n")))).isNotSameAs(joined);
        assertThat(rounds.joined(List.of(two))).isSameAs(two);
        assertThat(one.toString()).isEqualTo("one\n");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void spin(long nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }
}
