package io.shiplog.journal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class WorkqueueMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WorkqueueMeters meters = new WorkqueueMeters(registry, "deployment");

    @Test
    void theDepthIsWhatWaitsAndNotWhatIsWorkedOn() {
        meters.added("a");
        meters.added("b");
        assertThat(gauge("workqueue.depth")).isEqualTo(2);
        meters.started("a");
        assertThat(gauge("workqueue.depth")).isEqualTo(1);
        assertThat(gauge("workqueue.unfinished.work.seconds")).isPositive();
        meters.done("a");
        assertThat(gauge("workqueue.unfinished.work.seconds")).isZero();
        assertThat(registry.get("workqueue.adds")
                        .tag("name", "deployment")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("workqueue.queue.duration").timer().count()).isEqualTo(1);
        assertThat(registry.get("workqueue.work.duration").timer().count()).isEqualTo(1);
    }

    @Test
    void theOldestAgesUntilSomebodyWorksOnIt() {
        assertThat(gauge("shiplog.loop.oldest.seconds")).isZero();
        meters.added("a");
        assertThat(gauge("shiplog.loop.oldest.seconds")).isPositive();
        meters.started("a");
        assertThat(gauge("shiplog.loop.oldest.seconds")).isZero();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }
}
