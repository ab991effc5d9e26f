package io.shiplog.journal.past;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How people name a moment: a resourceVersion, an RFC 3339 time, or how long ago. */
public sealed interface MomentName {
    /** All that happened up to this resourceVersion, inclusive. */
    record Version(long resourceVersion) implements MomentName {
        @Override
        public String toString() {
            return Long.toString(resourceVersion);
        }
    }

    /** All that happened up to this time, inclusive. */
    record At(Instant time) implements MomentName {
        @Override
        public String toString() {
            return time.toString();
        }
    }

    /** So long before it is asked for. */
    record Ago(Duration duration) implements MomentName {
        @Override
        public String toString() {
            return duration + " ago";
        }
    }

    /** What the names look like, for people. */
    String FORMS = "a resourceVersion such as 1234, a time such as 2026-11-30T18:00:00Z, or -5m, -2h30m, -1d";

    /** The moment that {@code text} names; empty when it names none. */
    static Optional<MomentName> parse(String text) {
        if (text.matches("[1-9][0-9]{0,17}")) {
            return Optional.of(new Version(Long.parseLong(text)));
        }
        Matcher ago = Forms.AGO.matcher(text);
        if (text.length() > 1 && ago.matches()) {
            return Optional.of(new Ago(Duration.ofDays(number(ago.group(1)))
                    .plusHours(number(ago.group(2)))
                    .plusMinutes(number(ago.group(3)))
                    .plusSeconds(number(ago.group(4)))));
        }
        try {
            return Optional.of(new At(OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** The forms of names. */
    final class Forms {
        private static final Pattern AGO =
                Pattern.compile("-(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,9})s)?");

        private Forms() {}
    }
}
