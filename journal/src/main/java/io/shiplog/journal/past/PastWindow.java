package io.shiplog.journal.past;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The moments that can be told of.
 *
 * @param oldest the resourceVersion of the first
 * @param since its time
 * @param newest the resourceVersion of the last
 */
public record PastWindow(long oldest, Instant since, long newest) {

    /** For people. */
    @Override
    public String toString() {
        return "from " + since.truncatedTo(ChronoUnit.SECONDS) + " (resourceVersion " + oldest
                + ") until now (resourceVersion " + newest + ")";
    }
}
