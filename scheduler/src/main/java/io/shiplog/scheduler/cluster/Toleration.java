package io.shiplog.scheduler.cluster;

import java.util.List;

/**
 * A toleration of a pod.
 *
 * @param key the taint's key; empty (with {@code exists}): every key
 * @param exists true for operator Exists, false for Equal, the default
 * @param effect empty: every effect
 */
public record Toleration(String key, boolean exists, String value, String effect) {

    public boolean tolerates(Taint taint) {
        if (!effect.isEmpty() && !effect.equals(taint.effect())) {
            return false;
        }
        if (!key.isEmpty() && !key.equals(taint.key())) {
            return false;
        }
        return exists || (!key.isEmpty() && value.equals(taint.value()));
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
}
