package io.shiplog.resources.cron;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The time zones that a schedule may name: those of the IANA database, by exactly their names. */
public final class TimeZones {
    private TimeZones() {}

    /** The zone of this name, UTC for none; null when there is no such zone. */
    public static @Nullable ZoneId find(String name) {
        if (name.isEmpty()) {
            return ZoneOffset.UTC;
        }
        return ZoneId.getAvailableZoneIds().contains(name) ? ZoneId.of(name) : null;
    }
}
