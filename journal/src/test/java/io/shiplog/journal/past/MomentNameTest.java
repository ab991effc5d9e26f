package io.shiplog.journal.past;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MomentNameTest {
    @Test
    void readsResourceVersionsTimesAndDurations() {
        assertThat(MomentName.parse("17")).hasValue(new MomentName.Version(17));
        assertThat(MomentName.parse("2026-11-30T18:00:00Z"))
                .hasValue(new MomentName.At(Instant.parse("2026-11-30T18:00:00Z")));
        assertThat(MomentName.parse("2026-11-30T19:00:00.5+01:00"))
                .hasValue(new MomentName.At(Instant.parse("2026-11-30T18:00:00.5Z")));
        assertThat(MomentName.parse("-5m")).hasValue(new MomentName.Ago(Duration.ofMinutes(5)));
        assertThat(MomentName.parse("-1d2h3m4s"))
                .hasValue(new MomentName.Ago(
                        Duration.ofDays(1).plusHours(2).plusMinutes(3).plusSeconds(4)));
    }

    @Test
    void takesNothingElse() {
        for (String text : List.of(
                "", "0", "-", "5m", "-5", "-m", "yesterday", "2026-11-30", "2026-11-30T18:00", "1e3", "-5m2h", "１２")) {
            assertThat(MomentName.parse(text)).as(text).isEmpty();
        }
    }
}
