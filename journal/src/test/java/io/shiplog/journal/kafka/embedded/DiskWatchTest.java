package io.shiplog.journal.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.WriteGate;
import io.shiplog.journal.WritesRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskWatchTest {
    private static final int PIECE = 64 << 10;

    @TempDir
    private Path folder;

    @Test
    void closesTheGateWhileTheDiskIsNearlyFullAndOpensItWhenThereIsRoom() {
        var free = new AtomicLong(1000);
        var gate = new WriteGate();
        try (DiskWatch watch = DiskWatch.start(free::get, 100, new DiskReserve(folder, 0), Duration.ofHours(1), gate)) {
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

    @Test
    void givesRoomBackPieceByPieceWhenThereIsNoneAndTakesItAgain() throws IOException {
        var reserve = new DiskReserve(folder, PIECE);
        var free = new AtomicLong(1L << 30);
        try (DiskWatch watch = DiskWatch.start(free::get, 100, reserve, Duration.ofHours(1), new WriteGate())) {
            assertThat(folderBytes()).isEqualTo(reserve.bytes());
            free.set(0);
            watch.look();
            assertThat(folderBytes()).isEqualTo(reserve.bytes() - PIECE);
            free.set(PIECE);
            watch.look();
            assertThat(folderBytes()).isEqualTo(reserve.bytes() - PIECE);
            free.set(0);
            for (int i = 0; i < 10; i++) {
                watch.look();
            }
            assertThat(folderBytes()).isZero();
            free.set(1L << 30);
            watch.look();
            assertThat(folderBytes()).isEqualTo(reserve.bytes());
        }
    }

    @Test
    void looksTheMoreOftenTheLessRoomThereIs() {
        Duration longest = Duration.ofMillis(250);
        assertThat(DiskWatch.pause(10L << 30, longest)).isEqualTo(longest);
        assertThat(DiskWatch.pause(400_000_000, longest)).isEqualTo(Duration.ofMillis(100));
        assertThat(DiskWatch.pause(0, longest)).isEqualTo(Duration.ofMillis(10));
    }

    private long folderBytes() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
