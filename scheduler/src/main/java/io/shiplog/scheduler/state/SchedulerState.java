package io.shiplog.scheduler.state;

import io.shiplog.objects.Change;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.policy.PolicyKinds;
import io.shiplog.resources.kinds.service.Services;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.kinds.workload.StatefulSets;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.cycle.ScheduleResult;
import io.shiplog.scheduler.cycle.SchedulingCycle;
import io.shiplog.scheduler.framework.EventKind;
import io.shiplog.scheduler.queue.SchedulingQueue;
import io.shiplog.scheduler.read.ClusterContextReader;
import io.shiplog.scheduler.read.NodeReader;
import io.shiplog.scheduler.read.PodInfoReader;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the scheduler knows and intends, as one immutable value: the cluster with its own decisions laid over it,
 * and the pods that wait.
 *
 * <p>Laws:
 * <ul>
 *   <li>it is a fold of what it is told last about each object, whatever it knew before;
 *   <li>the same observations, times and seed give the same decisions;
 *   <li>a decision that does not come true is undone by the observation that says so.
 * </ul>
 */
public record SchedulerState(Snapshot snapshot, SchedulingQueue queue) {
    /** The name by which pods ask for this scheduler. */
    public static final String NAME = "default-scheduler";

    public static final SchedulerState EMPTY = new SchedulerState(Snapshot.EMPTY, SchedulingQueue.EMPTY);

    /**
     * A decision and the state in which it is taken for true.
     *
     * @param before the state without it, for when it cannot be written
     */
    public record Turn(ScheduleResult decision, SchedulerState before, SchedulerState after) {}

    /** Takes in how an object is now, whether it is confirmed or assumed. */
    public SchedulerState observe(Change change, Instant now) {
        StoredObject after = change.after();
        var resource = change.resource();
        if (resource.equals(Pods.RESOURCE)) {
            return observePod(change, now);
        }
        if (resource.equals(Nodes.RESOURCE)) {
            return after == null
                    ? with(snapshot.withoutNode(change.key().name())).woken(EventKind.NODE_REMOVED, now)
                    : new NodeObservation(this, NodeReader.read(after), now).result();
        }
        if (resource.equals(Namespaces.RESOURCE)) {
            String name = change.key().name();
            var labels = after == null ? null : ClusterContextReader.namespaceLabels(after);
            return Objects.equals(labels, snapshot.clusterContext().namespaces().get(name))
                    ? this
                    : with(snapshot.surrounded(it -> it.withNamespace(name, labels)))
                            .woken(EventKind.NAMESPACE_CHANGED, now);
        }
        if (resource.equals(Services.RESOURCE)) {
            var selector = after == null ? null : ClusterContextReader.serviceSelector(after);
            return with(snapshot.surrounded(it -> it.withService(change.key(), selector)));
        }
        if (resource.equals(PolicyKinds.DISRUPTION_BUDGETS.resource())) {
            var budget = after == null ? null : ClusterContextReader.budget(after);
            return with(snapshot.surrounded(it -> it.withBudget(change.key(), budget)));
        }
        if (resource.equals(PolicyKinds.PRIORITY_RESOURCE)) {
            var priority = after == null ? null : ClusterContextReader.priorityClass(after);
            return with(
                    snapshot.surrounded(it -> it.withPriorityClass(change.key().name(), priority)));
        }
        boolean controller = resource.equals(ReplicaSets.CONTROLLERS.resource())
                || resource.equals(ReplicaSets.RESOURCE)
                || resource.equals(StatefulSets.KIND.resource());
        return controller ? observeController(change) : this;
    }

    private SchedulerState observeController(Change change) {
        StoredObject after = change.after();
        StoredObject before = change.before();
        SchedulerState state = this;
        if (before != null && (after == null || !after.uid().equals(before.uid()))) {
            state = state.with(state.snapshot.surrounded(it -> it.withController(before.uid(), null)));
        }
        if (after != null) {
            var selector = ClusterContextReader.controllerSelector(after);
            state = state.with(state.snapshot.surrounded(it -> it.withController(after.uid(), selector)));
        }
        return state;
    }

    private SchedulerState observePod(Change change, Instant now) {
        StoredObject after = change.after();
        PodInfo pod = after == null ? null : PodInfoReader.read(after, snapshot.clusterContext());
        PodInfo taking = pod == null || !pod.isBound() || pod.life().finished() ? null : pod;
        boolean waits = pod != null
                && !pod.isBound()
                && !pod.life().finished()
                && !pod.life().terminating()
                && pod.urgency().schedulerName().equals(NAME);
        PodInfo waited = queue.get(change.key());
        SchedulerState state = rebound(snapshot.bound(change.key()), taking, change, now);
        PodInfo waiting = waits ? pod : null;
        return new SchedulerState(
                state.snapshot.awaiting(waited, waiting),
                waiting == null ? state.queue.remove(change.key()) : state.queue.put(waiting, now));
    }

    /** Replaces what takes room on a node under one key, and wakes whom that can help. */
    private SchedulerState rebound(@Nullable PodInfo before, @Nullable PodInfo taking, Change change, Instant now) {
        if (taking == null) {
            return before == null ? this : with(snapshot.without(change.key())).woken(EventKind.POD_GONE, now);
        }
        if (taking.equals(before)) {
            return this;
        }
        SchedulerState state = with(snapshot.with(taking));
        if (before == null) {
            return state.woken(EventKind.POD_BOUND, now);
        }
        boolean other = !before.uid().equals(taking.uid())
                || !before.life().nodeName().equals(taking.life().nodeName());
        if (other) {
            return state.woken(EventKind.POD_GONE, now).woken(EventKind.POD_BOUND, now);
        }
        if (!before.labels().equals(taking.labels())) {
            state = state.woken(EventKind.POD_LABELS_CHANGED, now);
        }
        return taking.demand().requests().isLessSomewhereThan(before.demand().requests())
                ? state.woken(EventKind.POD_SHRUNK, now)
                : state;
    }

    /** Lets time pass. */
    public SchedulerState advance(Instant now) {
        return new SchedulerState(snapshot, queue.advance(now));
    }

    /** Decides about {@code pod}, which waits in the queue. */
    public Turn decide(PodInfo pod, SchedulingCycle cycle, Instant now) {
        ScheduleResult decision = cycle.decide(pod, snapshot);
        return new Turn(decision, this, taken(decision, now));
    }

    private SchedulerState taken(ScheduleResult decision, Instant now) {
        PodInfo pod = decision.pod();
        return switch (decision) {
            case ScheduleResult.Bind bind ->
                new SchedulerState(snapshot.awaiting(pod, null).with(pod.on(bind.node())), queue.remove(pod.key()));
            case ScheduleResult.Wait wait -> {
                Set<EventKind> wokenBy = wait.failure().wokenBy();
                yield nominated(pod, wait.forgetsNomination() ? "" : pod.life().nominatedNodeName(), now)
                        .parked(pod, wokenBy, now);
            }
            case ScheduleResult.Preempt preempt -> {
                SchedulerState state = nominated(pod, preempt.node(), now);
                for (PodInfo victim : preempt.victims()) {
                    state = state.with(state.snapshot.with(victim.preempt()));
                }
                for (PodInfo displaced : preempt.displaced()) {
                    state = state.nominated(displaced, "", now);
                }
                yield state.parked(pod, preempt.failure().wokenBy(), now);
            }
        };
    }

    private SchedulerState nominated(PodInfo pod, String node, Instant now) {
        PodInfo next = pod.nominatedTo(node);
        return new SchedulerState(snapshot.awaiting(pod, next), queue.put(next, now));
    }

    private SchedulerState parked(PodInfo pod, Set<EventKind> wokenBy, Instant now) {
        return new SchedulerState(snapshot, queue.park(pod.key(), wokenBy, now));
    }

    /** The pod is tried again later, because what was decided about it cannot be written now. */
    public SchedulerState postponed(PodInfo pod, Instant now) {
        return new SchedulerState(snapshot, queue.postpone(pod.key(), now));
    }

    SchedulerState with(Snapshot next) {
        return next == snapshot ? this : new SchedulerState(next, queue);
    }

    SchedulerState woken(EventKind kind, Instant now) {
        return new SchedulerState(snapshot, queue.wake(kind, now));
    }
}
