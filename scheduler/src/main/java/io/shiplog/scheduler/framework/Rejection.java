package io.shiplog.scheduler.framework;

import java.util.List;
import java.util.Set;

/**
 * Why a pod does not fit, as a value.
 *
 * @param code whether removing other pods could help
 * @param reasons in upstream's words, each of which is counted over all nodes
 * @param plugin who says so
 * @param wokenBy the kinds of event that could turn it round
 */
public record Rejection(Code code, List<String> reasons, String plugin, Set<EventKind> wokenBy) {

    /** The two kinds of rejection that kube-scheduler's framework knows. */
    public enum Code {
        /** Not now; preempting other pods might help. */
        UNSCHEDULABLE,
        /** Not on this node, whatever pods are there. */
        UNSCHEDULABLE_AND_UNRESOLVABLE
    }

    public Rejection {
        reasons = List.copyOf(reasons);
        wokenBy = Set.copyOf(wokenBy);
    }

    public static Rejection unschedulable(String reason, String plugin, Set<EventKind> wokenBy) {
        return new Rejection(Code.UNSCHEDULABLE, List.of(reason), plugin, wokenBy);
    }

    public static Rejection unresolvable(String reason, String plugin, Set<EventKind> wokenBy) {
        return new Rejection(Code.UNSCHEDULABLE_AND_UNRESOLVABLE, List.of(reason), plugin, wokenBy);
    }

    public boolean isResolvable() {
        return code == Code.UNSCHEDULABLE;
    }
}
