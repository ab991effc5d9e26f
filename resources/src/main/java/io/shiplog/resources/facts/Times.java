package io.shiplog.resources.facts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads Kubernetes' times. */
final class Times {
    private Times() {}

    /** The instant that an RFC 3339 text names, or null when it is not one. */
    static @Nullable Instant parse(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
