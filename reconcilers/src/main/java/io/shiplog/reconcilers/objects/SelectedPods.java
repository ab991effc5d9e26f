package io.shiplog.reconcilers.objects;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.facts.Indexes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.selector.LabelRequirement;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a namespace that a selector finds, without looking at the others when it asks for one value of a label.
 */
public final class SelectedPods {
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
                        ? view.list(Pods.RESOURCE, namespace)
                        : view.by(Indexes.PODS_BY_LABEL, label(namespace, exact));
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

    private static String label(String namespace, LabelRequirement exact) {
        return Indexes.label(namespace, Map.entry(exact.key(), exact.values().getFirst()));
    }
}
