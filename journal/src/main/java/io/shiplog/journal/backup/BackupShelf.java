package io.shiplog.journal.backup;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The names of scheduled backups in a folder, which say when each was made; what else lies there is not theirs. Pure.
 *
 * @param every how long after one the next is due
 * @param keep how many are kept
 */
public record BackupShelf(Duration every, int keep) {
    private static final String BEGINNING = "shiplog-";
    private static final String END = ".backup";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public BackupShelf {
        if (every.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("a backup every " + every + " is more often than one a minute");
        }
        if (keep < 1) {
            throw new IllegalArgumentException("at least one backup is kept, not " + keep);
        }
    }

    /** What a backup of {@code time} is called. */
    public static String name(Instant time) {
        return BEGINNING + TIME.format(time) + END;
    }

    private static Optional<Instant> time(String name) {
        if (!name.startsWith(BEGINNING) || !name.endsWith(END)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    TIME.parse(name.substring(BEGINNING.length(), name.length() - END.length()), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether the next one is due, by the names of what lies in the folder. */
    public boolean isDue(Collection<String> names, Instant now) {
        return names.stream()
                .flatMap(name -> time(name).stream())
                // A clock that ran ahead must not keep the next one away for long.
                .noneMatch(time -> time.plus(every).isAfter(now) && !time.isAfter(now));
    }

    /** Those that are not kept any more: all but the newest. */
    public List<String> outdated(Collection<String> names) {
        return names.stream()
                .filter(name -> time(name).isPresent())
                .sorted(Comparator.reverseOrder())
                .skip(keep)
                .toList();
    }
}
