package io.shiplog.resources.facts;

import io.shiplog.objects.JsonCursor;
import io.shiplog.objects.Recurring;
import org.jspecify.annotations.Nullable;

/**
 * A toleration of a pod.
 *
 * @param key the taint's key; empty (with {@code exists}): every key
 * @param exists true for operator Exists, false for Equal, the default
 * @param effect empty: every effect
 * @param seconds how long a NoExecute taint is tolerated; null: for ever
 */
public record Toleration(
        String key,
        boolean exists,
        String value,
        String effect,
        @Nullable Long seconds) {

    /** Whether the taint is tolerated, for however long (k8s.io/component-helpers' ToleratesTaint, v1.34). */
    public boolean tolerates(Taint taint) {
        if (!effect.isEmpty() && !effect.equals(taint.effect())) {
            return false;
        }
        if (!key.isEmpty() && !key.equals(taint.key())) {
            return false;
        }
        return exists || !key.isEmpty() && value.equals(taint.value());
    }

    static Toleration read(JsonCursor json) {
        var reader = new Reader();
        json.members(member -> {
            switch (member) {
                case "key" -> reader.key = json.recurring();
                case "operator" -> reader.exists = json.text().equals("Exists");
                case "value" -> reader.value = json.recurring();
                case "effect" -> reader.effect = json.recurring();
                case "tolerationSeconds" -> reader.seconds = json.isNumber() ? (Long) json.number() : null;
                default -> {}
            }
        });
        return Recurring.one(new Toleration(reader.key, reader.exists, reader.value, reader.effect, reader.seconds));
    }

    private static final class Reader {
        String key = "";
        boolean exists;
        String value = "";
        String effect = "";

        @Nullable
        Long seconds;
    }
}
