package io.shiplog.resources.admissionpolicy;

import io.shiplog.resources.decision.Refusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all policies together say of a write.
 *
 * @param refusal null when it may be made
 * @param warnings for whoever makes it
 * @param annotations for the audit log
 */
public record PolicyReview(@Nullable Refusal refusal, List<String> warnings, Map<String, String> annotations) {
    /** Nothing is said. */
    static final PolicyReview NOTHING = new PolicyReview(null, List.of(), Map.of());

    public PolicyReview {
        warnings = List.copyOf(warnings);
        annotations = Map.copyOf(annotations);
    }
}
