package io.shiplog.journal.kafka.log;

import java.time.Duration;
import java.util.Map;

/**
 * How long and how much the journal keeps, and how near what was not materialized is to being deleted. Pure.
 *
 * @param time how long a proposal is kept, negative for ever
 * @param bytes how many bytes are kept, negative without a bound
 */
record Window(Duration time, long bytes) {
    /**
     * From this part of the window on writes are refused: what was appended until then has the other half to be
     * materialized in.
     */
    private static final double REFUSED = 0.5;

    private static final double WARNED = 0.25;

    /** What the settings of a journal's topic say; what they do not say has no bound. */
    static Window of(Map<String, String> settings) {
        return new Window(
                Duration.ofMillis(Long.parseLong(settings.getOrDefault("retention.ms", "-1"))),
                Long.parseLong(settings.getOrDefault("retention.bytes", "-1")));
    }

    /** What is to be done. */
    enum Alarm {
        NONE,
        WARNING,
        REFUSAL
    }

    /**
     * @param age of the oldest proposal that was not materialized
     * @param unread the bytes of all that were not
     */
    Alarm alarm(Duration age, long unread) {
        double used = Math.max(part(age.toMillis(), time.toMillis()), part(unread, bytes));
        return used >= REFUSED ? Alarm.REFUSAL : used >= WARNED ? Alarm.WARNING : Alarm.NONE;
    }

    private static double part(long used, long kept) {
        return kept < 0 ? 0 : (double) used / Math.max(1, kept);
    }

    /** How much is kept, for people. */
    String inWords() {
        String kept = time.isNegative() ? "what is of any age" : "what is no older than " + time.toMinutes() + " min";
        return bytes < 0 ? kept : kept + ", and no more than " + bytes + " bytes";
    }
}
