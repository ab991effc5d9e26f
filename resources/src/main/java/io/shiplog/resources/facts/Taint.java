package io.shiplog.resources.facts;

import io.shiplog.objects.Interning;
import io.shiplog.objects.JsonCursor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A taint of a node.
 *
 * @param value empty for none
 * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}
 * @param added when it was added; null when nobody knows
 */
public record Taint(
        String key, String value, String effect, @Nullable Instant added) {
    public static final String NO_SCHEDULE = "NoSchedule";
    public static final String PREFER_NO_SCHEDULE = "PreferNoSchedule";
    public static final String NO_EXECUTE = "NoExecute";

    /** Whether the taint keeps pods off that do not tolerate it. */
    public boolean forbids() {
        return effect.equals(NO_SCHEDULE) || effect.equals(NO_EXECUTE);
    }

    static Taint read(JsonCursor json) {
        var reader = new Reader();
        json.members(member -> {
            switch (member) {
                case "key" -> reader.key = json.recurring();
                case "value" -> reader.value = json.recurring();
                case "effect" -> reader.effect = json.recurring();
                case "timeAdded" -> reader.added = Times.parse(json.text());
                default -> {}
            }
        });
        return Interning.one(new Taint(reader.key, reader.value, reader.effect, reader.added));
    }

    private static final class Reader {
        String key = "";
        String value = "";
        String effect = "";

        @Nullable
        Instant added;
    }
}
