package io.shiplog.scheduler.loop;

import io.shiplog.journal.Change;
import io.shiplog.journal.GroupResource;
import io.shiplog.journal.ObjectKey;
import io.shiplog.journal.ObjectRef;
import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.Write;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cycle.Decision;
import io.shiplog.scheduler.cycle.SchedulingCycle;
import io.shiplog.scheduler.read.PodReader;
import io.shiplog.scheduler.state.SchedulerState;
import io.shiplog.scheduler.state.Watched;
import io.shiplog.scheduler.write.Moment;
import io.shiplog.scheduler.write.PodWrites;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives the scheduler over a view: takes records, and when told the time decides about pods until none is to be tried. One
 * thread owns it; nothing in it is durable.
 *
 * <p>A binding or preemption is laid over the view and taken for true at once, so the next pod of the same batch sees it. A
 * proposal that is refused falls, and the pod is tried again; a binding that does not come back is proposed again to the
 * same node, since it may yet take effect. So no node is ever given more than it holds by one scheduler.
 */
public final class SchedulerLoop {
    private static final String USER = "system:kube-scheduler";
    private static final List<String> GROUPS = List.of("system:authenticated");
    private static final String CLIENT = "shiplog-scheduler";

    private final StateView view;
    private final SchedulingCycle cycle;
    private final Supplier<String> ids;
    private final Outside outside;
    private final Told told = new Told();
    private SchedulerState state = SchedulerState.EMPTY;

    /** Where proposals and faults go. */
    public interface Outside {
        /** Sends a proposal towards the journal, without waiting. */
        void propose(Proposal proposal);

        /** Deciding about a pod threw: a bug. The pod is tried again after its back-off, and stops nobody else. */
        void failed(ObjectKey pod, RuntimeException fault);
    }

    /**
     * @param view what is known already; {@link #start} reads it
     * @param ids gives a fresh id each time, for proposals and events
     */
    public SchedulerLoop(StateView view, SchedulingCycle cycle, Supplier<String> ids, Outside outside) {
        this.view = view;
        this.cycle = cycle;
        this.ids = ids;
        this.outside = outside;
    }

    /** Takes in all that the view holds. */
    public void start(Instant now) {
        // Pods last: what they are worth depends on the priority classes.
        for (GroupResource resource : Watched.ALL.reversed()) {
            for (StoredObject object : view.list(resource)) {
                observe(new Change(null, object, object.resourceVersion()), now);
            }
        }
    }

    /** Takes a record of a state topic. */
    public void take(StateRecord record, Instant now) {
        Change change = view.apply(record);
        if (change != null) {
            observe(change, now);
        }
    }

    /** Decides about pods until none is to be tried now or {@code goOn} says no. */
    public void work(Instant now, BooleanSupplier goOn) {
        var moment = new Moment(now, ids);
        for (Change fallen : view.expire(now)) {
            if (!boundAgain(fallen, moment)) {
                observe(fallen, now);
            }
        }
        state = state.advance(now);
        PodInfo pod = state.queue().next();
        while (pod != null) {
            state = tried(pod, moment);
            pod = goOn.getAsBoolean() ? state.queue().next() : null;
        }
    }

    /**
     * Proposes a binding again that has not come back, to the same node: the first proposal may still take effect, and then
     * the room that it takes must not have been given to another pod. Of the two only one can take effect.
     */
    private boolean boundAgain(Change fallen, Moment moment) {
        StoredObject confirmed = fallen.after();
        StoredObject assumed = fallen.before();
        PodInfo taking = state.snapshot().bound(fallen.key());
        if (confirmed == null
                || assumed == null
                || taking == null
                || !fallen.resource().equals(Watched.PODS)
                || assumed.resourceVersion() != confirmed.resourceVersion()
                || state.snapshot().node(taking.life().nodeName()) == null
                || PodReader.read(confirmed, state.snapshot().surroundings()).isBound()) {
            return false;
        }
        List<Write> writes = PodWrites.bind(confirmed, taking.life().nodeName(), moment);
        assume(propose("update", writes), moment.now());
        return true;
    }

    private SchedulerState tried(PodInfo pod, Moment moment) {
        try {
            return carriedOut(state.decide(pod, cycle, moment.now()), moment);
        } catch (RuntimeException fault) {
            outside.failed(pod.key(), fault);
            return state.postponed(pod, moment.now());
        }
    }

    /** What the scheduler knows and intends now. */
    public SchedulerState state() {
        return state;
    }

    private void observe(Change change, Instant now) {
        state = state.observe(change, now);
        if (!change.resource().equals(Watched.PODS)) {
            return;
        }
        StoredObject after = change.after();
        if (after == null) {
            told.forget(change.key());
            return;
        }
        PodInfo waiting = state.queue().get(change.key());
        if (waiting != null && !waiting.urgency().gates().isEmpty()) {
            PodWrites.gated(after, new Moment(now, ids)).ifPresent(write -> propose("patch", List.of(write)));
        }
    }

    private SchedulerState carriedOut(SchedulerState.Turn turn, Moment moment) {
        PodInfo pod = turn.decision().pod();
        StoredObject stored = settled(pod);
        if (stored == null) {
            return turn.before().postponed(pod, moment.now());
        }
        return switch (turn.decision()) {
            case Decision.Bind bind -> {
                told.forget(pod.key());
                assume(propose("update", PodWrites.bind(stored, bind.node(), moment)), moment.now());
                yield turn.after();
            }
            case Decision.Wait wait -> {
                explain(wait, stored, moment);
                yield turn.after();
            }
            case Decision.Preempt preempt -> {
                List<Write> writes = writes(preempt, stored, moment);
                if (writes.isEmpty()) {
                    yield turn.before().postponed(pod, moment.now());
                }
                assume(propose("delete", writes), moment.now());
                yield turn.after();
            }
        };
    }

    private void explain(Decision.Wait wait, StoredObject stored, Moment moment) {
        String message = wait.failure().message();
        String nominated = wait.forgetsNomination() ? "" : wait.pod().life().nominatedNodeName();
        var writes = new ArrayList<Write>(2);
        PodWrites.unschedulable(stored, message, nominated, moment).ifPresent(writes::add);
        if (told.tell(wait.pod(), message, moment.now())) {
            writes.add(PodWrites.failure(stored, message, moment));
        }
        if (!writes.isEmpty()) {
            propose("patch", writes);
        }
    }

    /** All writes of a preemption, together or not at all; empty when one of the pods is not as it was thought to be. */
    private List<Write> writes(Decision.Preempt preempt, StoredObject preemptor, Moment moment) {
        String message = preempt.failure().message();
        var writes = new ArrayList<Write>();
        PodWrites.unschedulable(preemptor, message, preempt.node(), moment).ifPresent(writes::add);
        if (told.tell(preempt.pod(), message, moment.now())) {
            writes.add(PodWrites.failure(preemptor, message, moment));
        }
        for (PodInfo each : preempt.victims()) {
            StoredObject victim = settled(each);
            if (victim == null) {
                return List.of();
            }
            writes.addAll(PodWrites.preempt(victim, preemptor, preempt.node(), moment));
        }
        for (PodInfo each : preempt.displaced()) {
            StoredObject displaced = settled(each);
            if (displaced == null) {
                return List.of();
            }
            PodWrites.displaced(displaced).ifPresent(writes::add);
        }
        return writes;
    }

    /** The pod as it is stored, null when it is gone, another one, or only assumed: then it cannot be written over. */
    private @Nullable StoredObject settled(PodInfo pod) {
        ObjectKey key = pod.key();
        StoredObject stored = view.get(Watched.PODS, key);
        boolean usable =
                stored != null && stored.uid().equals(pod.uid()) && !view.assumed(new ObjectRef(Watched.PODS, key));
        return usable ? stored : null;
    }

    private Proposal propose(String verb, List<Write> writes) {
        var proposal = new Proposal(ids.get(), new Origin(USER, GROUPS, verb, CLIENT), writes);
        outside.propose(proposal);
        return proposal;
    }

    private void assume(Proposal proposal, Instant now) {
        // Events are not in the view: nothing would ever confirm them.
        List<Write> pods = proposal.writes().stream()
                .filter(write -> write.resource().equals(Watched.PODS))
                .toList();
        if (!pods.isEmpty()) {
            view.assume(proposal.id(), pods, now);
        }
    }
}
