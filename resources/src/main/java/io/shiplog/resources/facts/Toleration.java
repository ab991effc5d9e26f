package io.shiplog.resources.facts;

import io.shiplog.objects.Interning;
import io.shiplog.objects.JsonCursor;
import java.util.List;
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

    /** Whether one of {@code tolerations} tolerates {@code taint}. */
    public static boolean anyTolerates(List<Toleration> tolerations, Taint taint) {
        for (Toleration toleration : tolerations) {
            if (toleration.tolerates(taint)) {
                return true;
            }
        }
        return false;
    }

    /** Null for one with an operator that does not exist, which tolerates nothing. */
    static @Nullable Toleration read(JsonCursor json) {
        var reader = new Reader();
        json.members(member -> {
            switch (member) {
                case "key" -> reader.key = json.recurring();
                case "operator" -> reader.operator = json.recurring();
                case "value" -> reader.value = json.recurring();
                case "effect" -> reader.effect = json.recurring();
                case "tolerationSeconds" -> reader.seconds = json.isNumber() ? (Long) json.number() : null;
                default -> {}
            }
        });
        boolean exists = reader.operator.equals("Exists");
        return exists || reader.operator.isEmpty() || reader.operator.equals("Equal")
                ? Interning.one(new Toleration(reader.key, exists, reader.value, reader.effect, reader.seconds))
                : null;
    }

    private static final class Reader {
        String key = "";
        String operator = "";
        String value = "";
        String effect = "";

        @Nullable
        Long seconds;
    }
}
