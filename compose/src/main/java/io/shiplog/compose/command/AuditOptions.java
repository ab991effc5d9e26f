package io.shiplog.compose.command;

import io.shiplog.journal.kafka.topics.AuditWindow;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of the past the journal keeps. */
final class AuditOptions {
    @Option(
            names = "--audit-window",
            paramLabel = "TIME",
            description = "how long the journal keeps what was proposed, such as 7d, 12h or 30m (default: 7d)")
    private @Nullable String time;

    @Option(
            names = "--audit-bytes",
            paramLabel = "BYTES",
            description = "how much the journal keeps at most, such as 20G or 500M"
                    + " (default: a quarter of the disk of an embedded Kafka, no bound in another)")
    private @Nullable String bytes;

    /** What was asked for; empty where nothing was. */
    Optional<AuditWindow> window() {
        if (time == null && bytes == null) {
            return Optional.empty();
        }
        return Optional.of(new AuditWindow(
                time == null ? AuditWindow.WEEK.time() : time(time), bytes == null ? -1 : bytes(bytes)));
    }

    static Duration time(String text) {
        long number = number(text);
        return switch (unit(text)) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> throw new IllegalArgumentException("'" + text + "' is no time such as 7d, 12h or 30m");
        };
    }

    static long bytes(String text) {
        long number = number(text);
        return switch (unit(text)) {
            case "g" -> number << 30;
            case "m" -> number << 20;
            default -> throw new IllegalArgumentException("'" + text + "' is no number of bytes such as 20G or 500M");
        };
    }

    private static long number(String text) {
        String digits = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
        if (!digits.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("'" + text + "' is not a number and a unit");
        }
        return Long.parseLong(digits);
    }

    private static String unit(String text) {
        return text.substring(text.length() - 1).toLowerCase(Locale.ROOT);
    }
}
