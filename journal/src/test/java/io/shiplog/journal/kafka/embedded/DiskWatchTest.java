package io.shiplog.journal.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.WriteGate;
import io.shiplog.journal.WritesRefusedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DiskWatchTest {
    @Test
    void closesTheGateWhileTheDiskIsNearlyFullAndOpensItWhenThereIsRoom() {
        var free = new AtomicLong(1000);
        var gate = new WriteGate();
        try (DiskWatch watch = DiskWatch.start(free::get, 100, Duration.ofHours(1), gate)) {
            assertThat(gate.refusal()).isEmpty();
            free.set(99);
            watch.look();
            assertThat(gate.refusal().orElseThrow().reason()).isEqualTo(WritesRefusedException.Cause.DISK_FULL);
            assertThat(gate.refusal().orElseThrow()).hasMessageStartingWith("disk full");
            free.set(100);
            watch.look();
            assertThat(gate.refusal()).isEmpty();
        }
    }
}
