package io.shiplog.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.proxy.dns.ClusterDns;
import io.shiplog.proxy.rules.RuleTable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SteeringTest {
    private static final Steering.Pace QUICK = new Steering.Pace(Duration.ofMillis(20), Duration.ofMillis(5));

    private final Faulty backend = new Faulty();
    private final CompletableFuture<Throwable> fault = new CompletableFuture<>();
    private final ClusterDns dns = ClusterDns.start("127.0.9.53", "cluster.local");
    private final Steering steering = Steering.start(backend, dns, "127.0.9.53", QUICK, fault::complete);

    /** A backend that does what it is told. */
    private static final class Faulty implements Backend {
        private final AtomicInteger applied = new AtomicInteger();
        private volatile int failures;
        private volatile boolean inForce = true;
        private volatile RuntimeException bug;

        @Override
        public void apply(RuleTable table) {
            if (bug != null) {
                throw bug;
            }
            if (failures > 0) {
                failures--;
                throw new BackendException("not now");
            }
            inForce = true;
            applied.incrementAndGet();
        }

        @Override
        public boolean inForce() {
            return inForce;
        }

        @Override
        public void close() {
            inForce = false;
        }
    }

    @AfterEach
    void close() {
        steering.close();
        dns.close();
    }

    @Test
    void triesAgainUntilRulesAreInstalled() {
        backend.failures = 3;
        steering.listener().loaded();
        await().atMost(Duration.ofSeconds(5)).until(() -> steering.running().isDone());
        assertThat(backend.applied).hasValue(1);
        assertThat(fault).isNotDone();
    }

    @Test
    void putsRulesBackThatSomebodyElseTookAway() {
        steering.listener().loaded();
        await().atMost(Duration.ofSeconds(5)).until(() -> backend.applied.get() == 1);
        await().during(Duration.ofMillis(200)).until(() -> backend.applied.get() == 1);
        backend.inForce = false;
        await().atMost(Duration.ofSeconds(5)).until(() -> backend.applied.get() == 2);
    }

    @Test
    void endsWithAFaultWhenItCannotGoOn() {
        backend.bug = new IllegalStateException("a bug");
        steering.listener().loaded();
        await().atMost(Duration.ofSeconds(5)).until(fault::isDone);
        assertThat(fault).isCompletedWithValueMatching(cause -> "a bug".equals(cause.getMessage()));
        assertThat(steering.running()).isCompletedExceptionally();
    }
}
