package io.shiplog.cel.library;

import static io.shiplog.cel.library.CallCosts.ONE;

import io.shiplog.cel.value.EvaluationException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The parts of times, in UTC unless a time zone is named, and of durations. */
final class TimeFunctions {
    private TimeFunctions() {}

    static void addTo(FunctionTable table) {
        define(table, "getFullYear", ZonedDateTime::getYear, null);
        define(table, "getMonth", time -> time.getMonthValue() - 1, null);
        define(table, "getDayOfYear", time -> time.getDayOfYear() - 1, null);
        define(table, "getDayOfMonth", time -> time.getDayOfMonth() - 1, null);
        define(table, "getDate", ZonedDateTime::getDayOfMonth, null);
        define(table, "getDayOfWeek", time -> time.getDayOfWeek().getValue() % 7, null);
        define(table, "getHours", ZonedDateTime::getHour, Duration::toHours);
        define(table, "getMinutes", ZonedDateTime::getMinute, Duration::toMinutes);
        define(table, "getSeconds", ZonedDateTime::getSecond, duration -> duration.toNanos() / 1_000_000_000);
        define(
                table,
                "getMilliseconds",
                time -> time.getNano() / 1_000_000,
                duration -> duration.toNanos() / 1_000_000);
    }

    private static void define(
            FunctionTable table,
            String name,
            ToLongFunction<ZonedDateTime> ofTime,
            @Nullable ToLongFunction<Duration> ofDuration) {
        table.define(name, ONE, args -> switch (args[0]) {
            case OffsetDateTime time
            when args.length == 1 -> ofTime.applyAsLong(time.atZoneSameInstant(ZoneOffset.UTC));
            case OffsetDateTime time
            when args[1] instanceof String zone -> ofTime.applyAsLong(time.atZoneSameInstant(zone(zone)));
            case Duration duration when ofDuration != null -> ofDuration.applyAsLong(duration);
            default -> null;
        });
    }

    /** A name, or an offset such as {@code -07:00} whose sign may be missing. */
    private static ZoneId zone(String name) {
        try {
            int colon = name.indexOf(':');
            if (colon < 0) {
                return name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name);
            }
            int hours = Integer.parseInt(name.substring(0, colon));
            int minutes = Integer.parseInt(name.substring(colon + 1));
            return ZoneOffset.ofTotalSeconds(60 * (name.startsWith("-") ? hours * 60 - minutes : hours * 60 + minutes));
        } catch (NumberFormatException noNumber) {
            throw new EvaluationException("strconv.Atoi: parsing time zone " + name + ": invalid syntax");
        } catch (DateTimeException unknown) {
            throw new EvaluationException("unknown time zone " + name);
        }
    }
}
