package io.shiplog.reconcilers.objects;

import io.shiplog.objects.Index;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.selector.LabelRequirement;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pods of a namespace that a selector finds, without looking at the others when it asks for one value of a label. */
public final class SelectedPods {
    /** Pods by namespace, label and its value. */
    private static final Index BY_LABEL = Index.of("label", Resources.PODS, SelectedPods::labels);

    private SelectedPods() {}

    /** In key order. */
    public static List<StoredObject> of(View view, String namespace, LabelSelector selector) {
        var selected = new ArrayList<StoredObject>();
        for (StoredObject pod : candidates(view, namespace, selector)) {
            if (selector.matches(pod.facts().labels())) {
                selected.add(pod);
            }
        }
        return selected;
    }

    private static Collection<StoredObject> candidates(View view, String namespace, LabelSelector selector) {
        return switch (selector) {
            case LabelSelector.None _ -> List.of();
            case LabelSelector.All(List<LabelRequirement> requirements) -> {
                LabelRequirement exact = exact(requirements);
                yield exact == null
                        ? view.list(Resources.PODS, namespace)
                        : view.by(
                                BY_LABEL,
                                value(namespace, exact.key(), exact.values().getFirst()));
            }
        };
    }

    private static @Nullable LabelRequirement exact(List<LabelRequirement> requirements) {
        for (LabelRequirement requirement : requirements) {
            boolean equality = requirement.operator() == Operator.EQUALS || requirement.operator() == Operator.IN;
            if (equality && requirement.values().size() == 1) {
                return requirement;
            }
        }
        return null;
    }

    private static List<String> labels(StoredObject pod) {
        Map<String, String> labels = pod.facts().labels();
        String namespace = pod.key().namespace();
        var values = new ArrayList<String>(labels.size());
        labels.forEach((key, value) -> values.add(value(namespace, key, value)));
        return values;
    }

    private static String value(String namespace, String key, String value) {
        return namespace + " " + key + "=" + value;
    }
}
