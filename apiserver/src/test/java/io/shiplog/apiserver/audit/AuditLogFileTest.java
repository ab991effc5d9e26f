package io.shiplog.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogFileTest {
    private static final Instant START = Instant.parse("2026-11-30T18:00:00Z");

    @TempDir
    Path folder;

    @Test
    void writesAnEventALineAndGoesOnAfterARestart() throws IOException {
        Path file = folder.resolve("logs/audit.log");
        for (int i = 0; i < 2; i++) {
            try (var log = new AuditLogFile(file, new AuditLogFile.Rotation(1_000, 0, Duration.ZERO), () -> START)) {
                log.write(Json.object().put("n", i));
            }
        }
        assertThat(Files.readAllLines(file)).containsExactly("{\"n\":0}", "{\"n\":1}");
    }

    @Test
    void beginsANewFileWhenOneIsFullAndKeepsAsManyAsAreWanted() throws IOException {
        AtomicInteger seconds = new AtomicInteger();
        try (var log = new AuditLogFile(
                folder.resolve("audit.log"),
                new AuditLogFile.Rotation(20, 2, Duration.ZERO),
                () -> START.plusSeconds(seconds.incrementAndGet()))) {
            for (int i = 0; i < 10; i++) {
                log.write(Json.object().put("n", 100 + i));
            }
        }
        assertThat(names())
                .hasSize(3)
                .contains("audit.log")
                .anyMatch(name -> name.matches("audit-2026-11-30T18-00-\\d\\d\\.000\\.log"));
        assertThat(Files.readAllLines(folder.resolve("audit.log"))).containsExactly("{\"n\":108}", "{\"n\":109}");
    }

    @Test
    void deletesWhatIsTooOld() throws IOException {
        AtomicInteger days = new AtomicInteger();
        try (var log = new AuditLogFile(
                folder.resolve("audit.log"),
                new AuditLogFile.Rotation(5, 0, Duration.ofDays(5)),
                () -> START.plus(Duration.ofDays(days.incrementAndGet())))) {
            for (int i = 0; i < 10; i++) {
                log.write(Json.object().put("n", i));
            }
        }
        // The clock goes on by two days with every file.
        assertThat(names()).hasSizeBetween(3, 4);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).toList();
        }
    }
}
