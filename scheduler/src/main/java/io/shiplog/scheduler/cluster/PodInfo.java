package io.shiplog.scheduler.cluster;

import io.shiplog.objects.ObjectFacts;
import io.shiplog.objects.ObjectKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler knows of a Pod object. Two versions of a pod that are equal here do not differ for the scheduler.
 */
public record PodInfo(
        ObjectKey key,
        String uid,
        Map<String, String> labels,
        ObjectFacts.@Nullable Owner controller,
        PodLife life,
        Urgency urgency,
        PodDemand demand,
        PodRules rules) {
    public PodInfo {
        labels = Map.copyOf(labels);
    }

    public int priority() {
        return urgency.priority();
    }

    /** The pods that no selector can tell from this one. */
    public PodGroup group() {
        return new PodGroup(key.namespace(), labels);
    }

    public boolean isBound() {
        return !life.nodeName().isEmpty();
    }

    /** This pod bound to {@code node}. */
    public PodInfo on(String node) {
        return with(life.on(node));
    }

    /** This pod, with room being made for it on {@code node}; empty: nowhere. */
    public PodInfo nominatedTo(String node) {
        return with(life.nominatedTo(node));
    }

    /** This pod, being deleted to make room. */
    public PodInfo preempt() {
        return with(life.preempt());
    }

    private PodInfo with(PodLife next) {
        return new PodInfo(key, uid, labels, controller, next, urgency, demand, rules);
    }
}
