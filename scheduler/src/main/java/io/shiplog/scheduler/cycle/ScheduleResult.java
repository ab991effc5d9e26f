package io.shiplog.scheduler.cycle;

import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.framework.EventKind;
import java.util.List;
import java.util.Set;

/** What one scheduling cycle decides about one pod. */
public sealed interface ScheduleResult {
    PodInfo pod();

    /** The pod runs on {@code node}. */
    record Bind(PodInfo pod, String node) implements ScheduleResult {}

    /**
     * The pod fits nowhere.
     *
     * @param forgetsNomination whether a nomination that it has is void
     */
    record Wait(PodInfo pod, Failure failure, boolean forgetsNomination) implements ScheduleResult {}

    /**
     * The pod fits nowhere, but will on {@code node} when the victims are gone.
     *
     * @param victims pods to delete, at least one
     * @param displaced pods that lose their nomination to that node
     */
    record Preempt(PodInfo pod, Failure failure, String node, List<PodInfo> victims, List<PodInfo> displaced)
            implements ScheduleResult {
        public Preempt {
            victims = List.copyOf(victims);
            displaced = List.copyOf(displaced);
        }
    }

    /**
     * Why a pod fits nowhere.
     *
     * @param message in kube-scheduler's words, for the condition and the event
     * @param wokenBy the kinds of event after which it is worth another try
     */
    record Failure(String message, Set<EventKind> wokenBy) {
        public Failure {
            wokenBy = Set.copyOf(wokenBy);
        }
    }
}
