package io.shiplog.apiserver.eventloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final int PATIENCE_SECONDS = 10;
    /** Fewer than Netty runs before it looks at the clock. */
    private static final int TURNS = 50;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void servesATimerBetweenTwoTurns() throws InterruptedException {
        context.runOnContext(on -> {
            vertx.setTimer(1, due -> done.add("timer"));
            turn(TURNS);
        });

        assertThat(done.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("timer");
        assertThat(done.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("last turn");
    }

    @Test
    void goesOnOnTheSameLoop() throws InterruptedException {
        context.runOnContext(on -> {
            String thread = Thread.currentThread().getName();
            Turns.goOn(
                    context,
                    () -> done.add(
                            thread.equals(Thread.currentThread().getName()) && Vertx.currentContext() == context
                                    ? "same"
                                    : "other"));
        });

        assertThat(done.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("same");
    }

    private void turn(int left) {
        if (left == 0) {
            done.add("last turn");
            return;
        }
        long until = System.nanoTime() + 1_000_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        Turns.goOn(context, () -> turn(left - 1));
    }
}
