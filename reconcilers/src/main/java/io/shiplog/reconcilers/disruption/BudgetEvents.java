package io.shiplog.reconcilers.disruption;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.EventWrite;
import io.shiplog.resources.disruption.DisruptionBudget;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.List;

/**
 * What one count of a budget has to tell. Each thing is told once as long as its event is kept: a count that comes to
 * the same says nothing new. Mutable; one reconcile owns it.
 */
final class BudgetEvents {
    private static final String COMPONENT = "controllermanager";

    private final View view;
    private final StoredObject budget;
    private final ReconcileContext moment;
    private final EventWrite.Source source;
    private final List<PlannedWrite> news = new ArrayList<>();

    BudgetEvents(View view, StoredObject budget, ReconcileContext moment) {
        this.view = view;
        this.budget = budget;
        this.moment = moment;
        this.source = new EventWrite.Source(COMPONENT, budget, "policy/v1", "PodDisruptionBudget");
    }

    void noPods() {
        tell(EventWrite.normal(source, "NoPods", "No matching pods found", "", moment));
    }

    void expectationFailed(String why) {
        String message = "Failed to calculate the number of expected pods: " + why;
        tell(EventWrite.warning(source, "CalculateExpectedPodCountFailed", message, "", moment));
    }

    void unmanagedPods() {
        String message = "Pods selected by this PodDisruptionBudget (selector: "
                + DisruptionBudget.of(budget).selector()
                + ") were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may"
                + " result in undefined behavior. To account for these pods please set \".spec.minAvailable\" field of the"
                + " PDB to an integer value.";
        tell(EventWrite.warning(source, "UnmanagedPods", message, "", moment));
    }

    void notDeleted(StoredObject pod) {
        var aboutPod = new EventWrite.Source(COMPONENT, pod, "v1", "Pod");
        String message = "Pod was expected by PDB " + budget.key() + " to be deleted but it wasn't";
        tell(EventWrite.warning(aboutPod, "NotDeleted", message, "", moment));
    }

    /** The events that are not there yet. */
    List<PlannedWrite> news() {
        return news;
    }

    private void tell(PlannedWrite event) {
        EventWrite.untold(view, event).ifPresent(news::add);
    }
}
