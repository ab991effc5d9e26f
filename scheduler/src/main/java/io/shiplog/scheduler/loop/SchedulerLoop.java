package io.shiplog.scheduler.loop;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.loop.StateLoop;
import io.shiplog.journal.view.Retraction;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cycle.ScheduleResult;
import io.shiplog.scheduler.cycle.SchedulingCycle;
import io.shiplog.scheduler.queue.SchedulingQueue;
import io.shiplog.scheduler.read.PodInfoReader;
import io.shiplog.scheduler.state.SchedulerState;
import io.shiplog.scheduler.state.WatchedResources;
import io.shiplog.scheduler.write.PodWrites;
import io.shiplog.scheduler.write.WriteContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives the scheduler over a view: takes records, and when told the time decides about pods until none is to be tried.
 * One thread owns it; nothing in it is durable.
 *
 * <p>A binding or preemption is laid over the view and taken for true at once, so the next pod of the same batch sees
 * it. A proposal that is refused falls, and the pod is tried again; a binding that does not come back is proposed again
 * to the same node, since it may yet take effect. So no node is ever given more than it holds by one scheduler. What is
 * told of a pod that fits nowhere is told again when another change of the pod overtook it.
 *
 * <p>Nothing is proposed before {@link #work} is called for the first time. What waits does so by time that only
 * passes, however the clock is set.
 */
public final class SchedulerLoop implements StateLoop {
    private static final String USER = "system:kube-scheduler";
    private static final List<String> GROUPS = List.of("system:authenticated");
    private static final String CLIENT = "shiplog-scheduler";

    private final StateView view;
    private final SchedulingCycle cycle;
    private final Supplier<String> ids;
    private final Output output;
    private final ReportedFailures reported = new ReportedFailures();
    private final MonotonicTime time = new MonotonicTime();

    /** Pods of the queue of which there is a new version, whose condition may not say yet what it should. */
    private final Set<ObjectKey> toExplain = new LinkedHashSet<>();

    private SchedulerState state = SchedulerState.EMPTY;

    /** What became of a pod that was tried, as upstream's metrics tell it. */
    public enum Outcome {
        SCHEDULED,
        UNSCHEDULABLE,
        ERROR
    }

    /** Where proposals and faults go. */
    public interface Output {
        /** Sends a proposal towards the journal, without waiting. */
        void propose(Proposal proposal);

        /** A pod is about to be tried. */
        default void trying() {}

        /** What became of the pod that was tried. */
        default void tried(Outcome outcome) {}

        /** So many proposals were refused or lost. */
        default void refused(int proposals) {}

        /** What waits now. */
        default void waiting(SchedulingQueue queue) {}

        /** Deciding about a pod threw: a bug. The pod is tried again after its back-off, and stops nobody else. */
        void failed(ObjectKey pod, RuntimeException fault);
    }

    /**
     * @param view what is known already; {@link #start} reads it
     * @param ids gives a fresh id each time, for proposals and events
     */
    public SchedulerLoop(StateView view, SchedulingCycle cycle, Supplier<String> ids, Output output) {
        this.view = view;
        this.cycle = cycle;
        this.ids = ids;
        this.output = output;
    }

    /** Takes in all that the view holds. */
    @Override
    public void start(Instant now) {
        Instant passed = time.at(now);
        for (GroupResource resource : WatchedResources.ALL) {
            for (StoredObject object : view.list(resource)) {
                observe(new Change(null, object, object.resourceVersion()), passed);
            }
        }
    }

    @Override
    public void take(StateRecord record, Instant now) {
        Change change = view.apply(record);
        if (change != null) {
            observe(change, time.at(now));
        }
    }

    /** Decides about pods until none is to be tried now or {@code goOn} says no. */
    @Override
    public void work(Instant now, BooleanSupplier goOn) {
        Instant passed = time.at(now);
        var moment = new WriteContext(now, ids);
        Retraction retraction = view.expire(passed);
        output.refused(retraction.proposals().size());
        for (Change retracted : retraction.changes()) {
            if (!boundAgain(retracted, moment)) {
                observe(retracted, passed);
            }
        }
        toExplain.forEach(pod -> explainAgain(pod, moment));
        toExplain.clear();
        state = state.advance(passed);
        PodInfo pod = state.queue().next();
        while (pod != null) {
            state = tried(pod, moment);
            pod = goOn.getAsBoolean() ? state.queue().next() : null;
        }
        output.waiting(state.queue());
    }

    @Override
    public @Nullable Instant due(Instant now) {
        Instant queued = toExplain.isEmpty() ? state.queue().due() : Instant.EPOCH;
        Instant falls = view.nextExpiry();
        Instant due = queued == null || falls != null && falls.isBefore(queued) ? falls : queued;
        // Both are by time that only passes.
        Instant passed = time.at(now);
        return due == null || !due.isAfter(passed) ? due : now.plus(Duration.between(passed, due));
    }

    @Override
    public int backlog() {
        return state.queue().activeCount();
    }

    @Override
    public int underway() {
        return view.underway();
    }

    /**
     * Proposes a binding again that has not come back, to the same node: the first proposal may still take effect, and
     * then the room that it takes must not have been given to another pod. Of the two only one can take effect.
     */
    private boolean boundAgain(Change retracted, WriteContext moment) {
        StoredObject confirmed = retracted.after();
        StoredObject assumed = retracted.before();
        PodInfo taking = state.snapshot().bound(retracted.key());
        if (confirmed == null
                || assumed == null
                || taking == null
                || !retracted.resource().equals(Pods.RESOURCE)
                || assumed.resourceVersion() != confirmed.resourceVersion()
                || state.snapshot().node(taking.life().nodeName()) == null
                || PodInfoReader.read(confirmed, state.snapshot().clusterContext())
                        .isBound()) {
            return false;
        }
        List<Write> writes = PodWrites.bind(confirmed, taking.life().nodeName(), moment);
        if (writes.isEmpty()) {
            return false;
        }
        assume(propose("update", writes));
        return true;
    }

    private SchedulerState tried(PodInfo pod, WriteContext moment) {
        output.trying();
        try {
            SchedulerState.Turn turn = state.decide(pod, cycle, time.now());
            SchedulerState next = carriedOut(turn, moment);
            output.tried(turn.decision() instanceof ScheduleResult.Bind ? Outcome.SCHEDULED : Outcome.UNSCHEDULABLE);
            return next;
        } catch (RuntimeException fault) {
            output.tried(Outcome.ERROR);
            output.failed(pod.key(), fault);
            return state.postponed(pod, time.now());
        }
    }

    /** What the scheduler knows and intends now. */
    public SchedulerState state() {
        return state;
    }

    private void observe(Change change, Instant passed) {
        state = state.observe(change, passed);
        if (!change.resource().equals(Pods.RESOURCE)) {
            return;
        }
        ObjectKey key = change.key();
        if (change.after() == null) {
            reported.forget(key);
        }
        if (state.queue().get(key) == null) {
            toExplain.remove(key);
        } else {
            toExplain.add(key);
        }
    }

    /** Says again of a pod that is not tried now why that is, if its stored version does not say so. */
    private void explainAgain(ObjectKey key, WriteContext moment) {
        PodInfo pod = state.queue().get(key);
        StoredObject stored = pod == null ? null : settled(pod);
        if (pod == null || stored == null) {
            return;
        }
        if (!pod.urgency().gates().isEmpty()) {
            PodWrites.gated(stored, moment).ifPresent(write -> propose("patch", List.of(write)));
            return;
        }
        String message = state.queue().waitsForEvent(key) ? reported.lastMessage(pod) : null;
        if (message != null) {
            explain(pod, stored, message, pod.life().nominatedNodeName(), moment);
        }
    }

    private SchedulerState carriedOut(SchedulerState.Turn turn, WriteContext moment) {
        PodInfo pod = turn.decision().pod();
        StoredObject stored = settled(pod);
        if (stored == null) {
            return turn.before().postponed(pod, time.now());
        }
        return switch (turn.decision()) {
            case ScheduleResult.Bind bind -> {
                List<Write> writes = PodWrites.bind(stored, bind.node(), moment);
                if (writes.isEmpty()) {
                    yield turn.before().postponed(pod, time.now());
                }
                reported.forget(pod.key());
                assume(propose("update", writes));
                yield turn.after();
            }
            case ScheduleResult.Wait wait -> {
                String nominated = wait.forgetsNomination() ? "" : pod.life().nominatedNodeName();
                explain(pod, stored, wait.failure().message(), nominated, moment);
                yield turn.after();
            }
            case ScheduleResult.Preempt preempt -> {
                Optional<List<Write>> writes = writes(preempt, stored, moment);
                if (writes.isEmpty()) {
                    yield turn.before().postponed(pod, time.now());
                }
                if (!writes.get().isEmpty()) {
                    assume(propose("delete", writes.get()));
                }
                yield turn.after();
            }
        };
    }

    private void explain(PodInfo pod, StoredObject stored, String message, String nominated, WriteContext moment) {
        List<Write> writes = explanation(pod, stored, message, nominated, moment);
        if (!writes.isEmpty()) {
            propose("patch", writes);
        }
    }

    /** The condition that says why a pod fits nowhere, if it does not say so yet, and the event, if it is news. */
    private List<Write> explanation(
            PodInfo pod, StoredObject stored, String message, String nominated, WriteContext moment) {
        var writes = new ArrayList<Write>(2);
        PodWrites.Explanation explanation = PodWrites.unschedulable(stored, message, nominated, moment);
        explanation.write().ifPresent(writes::add);
        if (reported.report(pod, message, explanation.news(), time.now())) {
            writes.add(PodWrites.failure(stored, message, moment));
        }
        return writes;
    }

    /**
     * All writes of a preemption, together or not at all; nothing when one of the pods is not as it was thought to be.
     */
    private Optional<List<Write>> writes(ScheduleResult.Preempt preempt, StoredObject preemptor, WriteContext moment) {
        var victims = new ArrayList<StoredObject>();
        var displaced = new ArrayList<StoredObject>();
        if (!settled(preempt.victims(), victims) || !settled(preempt.displaced(), displaced)) {
            return Optional.empty();
        }
        var writes = new ArrayList<>(
                explanation(preempt.pod(), preemptor, preempt.failure().message(), preempt.node(), moment));
        victims.forEach(victim -> writes.addAll(PodWrites.preempt(victim, preemptor, preempt.node(), moment)));
        displaced.forEach(pod -> PodWrites.displaced(pod, moment).ifPresent(writes::add));
        return Optional.of(writes);
    }

    /** Adds the stored versions of {@code pods}; false when one of them cannot be written over. */
    private boolean settled(List<PodInfo> pods, List<StoredObject> found) {
        for (PodInfo pod : pods) {
            StoredObject stored = settled(pod);
            if (stored == null) {
                return false;
            }
            found.add(stored);
        }
        return true;
    }

    /** The pod as it is stored, null when it is gone, another one, or only assumed: then it cannot be written over. */
    private @Nullable StoredObject settled(PodInfo pod) {
        ObjectKey key = pod.key();
        StoredObject stored = view.get(Pods.RESOURCE, key);
        boolean usable =
                stored != null && stored.uid().equals(pod.uid()) && !view.assumed(new ObjectRef(Pods.RESOURCE, key));
        return usable ? stored : null;
    }

    private Proposal propose(String verb, List<Write> writes) {
        // The pod as it was when it was looked at.
        Origin origin =
                new Origin(USER, GROUPS, verb, CLIENT).because(writes.getFirst().base());
        var proposal = new Proposal(ids.get(), origin, writes);
        output.propose(proposal);
        return proposal;
    }

    private void assume(Proposal proposal) {
        // Events are not in the view: nothing would ever confirm them.
        List<Write> pods = proposal.writes().stream()
                .filter(write -> write.resource().equals(Pods.RESOURCE))
                .toList();
        if (!pods.isEmpty()) {
            view.assume(proposal.id(), pods, time.now());
        }
    }
}
