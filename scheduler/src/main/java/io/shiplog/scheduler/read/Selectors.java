package io.shiplog.scheduler.read;

import io.shiplog.resources.selector.LabelRequirement;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import io.shiplog.resources.selector.Operator;
import io.shiplog.resources.selector.SelectorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads selectors of pods and nodes. What is stored has passed validation; one that slipped in selects nothing. */
final class Selectors {
    private Selectors() {}

    /** A {@code metav1.LabelSelector}: absent: nothing; empty: everything. */
    static LabelSelector of(JsonNode selector) {
        try {
            return selector.isObject() ? LabelSelectors.of(selector) : LabelSelector.NOTHING;
        } catch (SelectorException _) {
            return LabelSelector.NOTHING;
        }
    }

    /**
     * What {@code matchLabelKeys} and {@code mismatchLabelKeys} of a term ask of other pods, given the pod's own
     * labels.
     */
    static List<LabelRequirement> byOwnLabels(JsonNode term, Map<String, String> own) {
        var requirements = new ArrayList<LabelRequirement>();
        for (String key : Fields.list(term.path("matchLabelKeys"))) {
            String value = own.get(key);
            if (value != null) {
                requirements.add(LabelRequirement.equal(key, value));
            }
        }
        for (String key : Fields.list(term.path("mismatchLabelKeys"))) {
            String value = own.get(key);
            if (value != null) {
                requirements.add(new LabelRequirement(key, Operator.NOT_IN, List.of(value)));
            }
        }
        return requirements;
    }
}
