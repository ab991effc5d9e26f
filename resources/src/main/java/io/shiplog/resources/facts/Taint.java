package io.shiplog.resources.facts;

import io.shiplog.objects.JsonCursor;
import io.shiplog.objects.Recurring;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A taint of a node.
 *
 * @param value empty for none
 * @param added when it was added; null when nobody knows
 */
public record Taint(
        String key, String value, String effect, @Nullable Instant added) {

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
        return Recurring.one(new Taint(reader.key, reader.value, reader.effect, reader.added));
    }

    private static final class Reader {
        String key = "";
        String value = "";
        String effect = "";

        @Nullable
        Instant added;
    }
}
