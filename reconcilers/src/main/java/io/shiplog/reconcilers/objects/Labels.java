package io.shiplog.reconcilers.objects;

import java.util.Map;

/** Comparison of labels, which every controller does for every pod. */
public final class Labels {
    private Labels() {}

    /** Whether {@code labels} has every label of {@code wanted} with the same value. */
    public static boolean contain(Map<String, String> labels, Map<String, String> wanted) {
        for (Map.Entry<String, String> label : wanted.entrySet()) {
            if (!label.getValue().equals(labels.get(label.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
