package io.shiplog.resources.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static void assertNext(String schedule, ZoneId zone, String from, String... times) {
        CronSchedule parsed = CronSchedule.parse(schedule);
        Instant time = Instant.parse(from);
        for (String expected : times) {
            time = parsed.next(time, zone);
            assertThat(time).isEqualTo(Instant.parse(expected));
        }
    }

    @Test
    void isDueAtTheNextMinuteThatMatches() {
        assertNext("*/15 * * * *", ZoneOffset.UTC, "2026-01-01T00:07:30Z", "2026-01-01T00:15:00Z");
        assertNext("*/15 * * * *", ZoneOffset.UTC, "2026-01-01T00:15:00Z", "2026-01-01T00:30:00Z");
        assertNext("0 0 1 1 *", ZoneOffset.UTC, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
        assertNext("30 6 29 2 *", ZoneOffset.UTC, "2026-01-01T00:00:00Z", "2028-02-29T06:30:00Z");
        assertNext("0 12 * jan-MAR mon-fri/2", ZoneOffset.UTC, "2026-03-30T13:00:00Z", "2027-01-01T12:00:00Z");
    }

    @Test
    void ofTwoKindsOfDayOneIsEnoughUnlessOneIsAStar() {
        assertNext(
                "0 0 13 * 5", ZoneOffset.UTC, "2026-02-01T00:00:00Z", "2026-02-06T00:00:00Z", "2026-02-13T00:00:00Z");
        assertNext("0 0 13 * *", ZoneOffset.UTC, "2026-02-01T00:00:00Z", "2026-02-13T00:00:00Z");
        // A star with a step is none: odd days and Mondays.
        assertNext(
                "0 0 */2 * 1", ZoneOffset.UTC, "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
    }

    @Test
    void aSkippedHourIsSkippedAndARepeatedOneIsDueTwice() {
        assertNext("30 2 * * *", NEW_YORK, "2026-03-07T12:00:00Z", "2026-03-09T06:30:00Z");
        assertNext("30 1 * * *", NEW_YORK, "2026-11-01T00:00:00Z", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z");
        // No midnight that day.
        assertNext("0 0 * * *", ZoneId.of("Asia/Beirut"), "2026-03-28T12:00:00Z", "2026-03-29T21:00:00Z");
    }

    @Test
    void countsDistancesFromWhereItIsAsked() {
        assertNext("@every 90s", ZoneOffset.UTC, "2026-01-01T00:00:07Z", "2026-01-01T00:01:37Z");
        assertNext("@every 1h30m", ZoneOffset.UTC, "2026-01-01T00:00:00Z", "2026-01-01T01:30:00Z");
        assertNext("@every 10ms", ZoneOffset.UTC, "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z");
        assertNext("@hourly", ZoneOffset.UTC, "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z");
    }

    @Test
    void aDayThatNeverComesIsNeverDue() {
        assertThat(CronSchedule.parse("0 0 31 2 *").next(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * *|expected exactly 5 fields, found 4: [* * * *]",
                "TZ=UTC 0 0 * * *|expected exactly 5 fields, found 6: [TZ=UTC 0 0 * * *]",
                "60 * * * *|end of range (60) above maximum (59): 60",
                "* * 0 * *|beginning of range (0) below minimum (1): 0",
                "* * * * 7|end of range (7) above maximum (6): 7",
                "* * * * 5-7|end of range (7) above maximum (6): 5-7",
                "* 22-2 * * *|beginning of range (22) beyond end of range (2): 22-2",
                "* 1-2-3 * * *|too many hyphens: 1-2-3",
                "* 1/2/3 * * *|too many slashes: 1/2/3",
                "*/0 * * * *|step of range should be a positive number: */0",
                "* * L * *|failed to parse int from L: strconv.Atoi: parsing \"L\": invalid syntax",
                "* * * * MON#1|failed to parse int from MON#1: strconv.Atoi: parsing \"MON#1\": invalid syntax",
                "@never|unrecognized descriptor: @never",
                "@every soon|failed to parse duration @every soon: time: invalid duration \"soon\"",
            })
    void refusesWhatIsNoSchedule(String text, String why) {
        assertThatThrownBy(() -> CronSchedule.parse(text))
                .isInstanceOf(CronSyntaxException.class)
                .hasMessage(why);
    }

    /** The law: what comes next is the first later minute whose clock reads as the fields say. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void isTheFirstMinuteWhoseClockMatches(long seed) {
        var random = new Random(seed);
        List<String> zones = List.of("UTC", "America/New_York", "Europe/Berlin", "Asia/Beirut", "Australia/Lord_Howe");
        for (int i = 0; i < 40; i++) {
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            var minutes = new TreeSet<Integer>(List.of(random.nextInt(60), random.nextInt(60)));
            var hours = new TreeSet<Integer>(List.of(random.nextInt(4), random.nextInt(24)));
            String text = joined(minutes) + " " + joined(hours) + " * * *";
            // Around the days on which clocks change.
            Instant from = Instant.parse(random.nextBoolean() ? "2026-03-01T00:00:00Z" : "2026-10-20T00:00:00Z")
                    .plus(Duration.ofMinutes(random.nextInt(60 * 24 * 35)));
            Instant expected = from.plus(Duration.ofMinutes(1));
            while (!matches(expected.atZone(zone), minutes, hours)) {
                expected = expected.plus(Duration.ofMinutes(1));
            }
            assertThat(CronSchedule.parse(text).next(from, zone))
                    .as(text + " in " + zone + " after " + from)
                    .isEqualTo(expected);
        }
    }

    private static boolean matches(ZonedDateTime time, TreeSet<Integer> minutes, TreeSet<Integer> hours) {
        return minutes.contains(time.getMinute()) && hours.contains(time.getHour());
    }

    private static String joined(TreeSet<Integer> values) {
        return String.join(",", values.stream().map(String::valueOf).toList());
    }

    @Test
    void findsZonesByTheirExactNames() {
        assertThat(TimeZones.find("")).isEqualTo(ZoneOffset.UTC);
        assertThat(TimeZones.find("Europe/Berlin")).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(TimeZones.find("europe/berlin")).isNull();
        assertThat(TimeZones.find("UTC+5")).isNull();
    }
}
