package io.shiplog.journal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupShelfTest {
    private static final Instant NOW = Instant.parse("2026-11-30T18:00:00Z");
    private static final BackupShelf SHELF = new BackupShelf(Duration.ofHours(6), 2);

    private static String hoursAgo(int hours) {
        return BackupShelf.name(NOW.minus(Duration.ofHours(hours)));
    }

    @Test
    void theNextIsDueWhenTheNewestIsOldEnough() {
        assertThat(SHELF.isDue(List.of(), NOW)).isTrue();
        assertThat(SHELF.isDue(List.of(hoursAgo(6)), NOW)).isTrue();
        assertThat(SHELF.isDue(List.of(hoursAgo(5), hoursAgo(11)), NOW)).isFalse();
        assertThat(SHELF.isDue(List.of("shiplog-20261130T175959Z.backup.part", "notes.txt"), NOW))
                .isTrue();
        // Made by a clock that ran ahead.
        assertThat(SHELF.isDue(List.of(hoursAgo(-48)), NOW)).isTrue();
    }

    @Test
    void theNewestAreKeptAndWhatIsNoBackupIsLeftAlone() {
        assertThat(hoursAgo(0)).isEqualTo("shiplog-20261130T180000Z.backup");
        assertThat(SHELF.outdated(List.of(hoursAgo(1), "shiplog-mine.backup", hoursAgo(13), hoursAgo(7), "z.txt")))
                .containsExactly(hoursAgo(13));
        assertThat(SHELF.outdated(List.of(hoursAgo(1), hoursAgo(2)))).isEmpty();
    }

    @Test
    void refusesToKeepNoneOrToMakeOneAllTheTime() {
        assertThatThrownBy(() -> new BackupShelf(Duration.ofSeconds(59), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BackupShelf(Duration.ofHours(1), 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
