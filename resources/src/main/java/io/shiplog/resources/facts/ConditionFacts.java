package io.shiplog.resources.facts;

import io.shiplog.objects.Interning;
import io.shiplog.objects.JsonCursor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a status.
 *
 * @param status True, False or Unknown; what does not say is Unknown
 * @param since when the status last changed; null when nobody knows
 */
public record ConditionFacts(
        String type, String status, String reason, @Nullable Instant since) {

    /** Whether the status is True. */
    public boolean isTrue() {
        return status.equals("True");
    }

    static ConditionFacts read(JsonCursor json) {
        var reader = new Reader();
        json.members(member -> {
            switch (member) {
                case "type" -> reader.type = json.recurring();
                case "status" -> reader.status = json.recurring();
                case "reason" -> reader.reason = json.recurring();
                case "lastTransitionTime" -> reader.since = Times.parse(json.text());
                default -> {}
            }
        });
        String status = reader.status.isEmpty() ? "Unknown" : reader.status;
        return Interning.one(new ConditionFacts(reader.type, status, reader.reason, reader.since));
    }

    private static final class Reader {
        String type = "";
        String status = "";
        String reason = "";

        @Nullable
        Instant since;
    }
}
