package io.shiplog.reconcilers;

import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reconcile's outcome: what to propose, and when to look again although nothing changed.
 *
 * @param steps proposals, each atomic, in the order in which they go to the journal
 * @param revisit when the key is reconciled again at the latest; null if only a change can matter
 */
public record Plan(List<Step> steps, @Nullable Instant revisit) {
    /** Nothing to do until something changes. */
    public static final Plan EMPTY = new Plan(List.of(), null);

    public Plan {
        steps = List.copyOf(steps);
    }

    /**
     * One proposal.
     *
     * @param verb the Kubernetes verb for the audit: create, update, patch or delete
     * @param writes what takes effect together
     */
    public record Step(String verb, List<PlannedWrite> writes) {
        public Step {
            writes = List.copyOf(writes);
        }
    }
}
