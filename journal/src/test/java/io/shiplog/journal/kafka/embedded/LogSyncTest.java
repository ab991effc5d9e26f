package io.shiplog.journal.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSyncTest {
    @TempDir
    Path logs;

    @Test
    void syncsWhatHasGrownAndASegmentThatWasClosedMeanwhile() throws IOException {
        Path journal = Files.createDirectory(logs.resolve("c.journal-0"));
        Files.createDirectory(logs.resolve("c.state-0"));
        Path first = Files.writeString(journal.resolve("00000000000000000000.log"), "one");
        Files.writeString(logs.resolve("c.state-0/00000000000000000000.log"), "made anew from the journal");
        try (LogSync sync = LogSync.start(logs, Duration.ofHours(1))) {
            assertThat(sync.round()).isEqualTo(1);
            assertThat(sync.round()).as("nothing has grown").isZero();
            Files.writeString(first, "two", StandardOpenOption.APPEND);
            Files.writeString(journal.resolve("00000000000000000006.log"), "three");
            assertThat(sync.round()).isEqualTo(2);
        }
    }
}
