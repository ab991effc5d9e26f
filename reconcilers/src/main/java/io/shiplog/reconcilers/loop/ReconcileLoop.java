package io.shiplog.reconcilers.loop;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.loop.QueueMetrics;
import io.shiplog.journal.loop.StateLoop;
import io.shiplog.journal.view.Retraction;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.config.Configuration;
import io.shiplog.resources.kinds.policy.PolicyKinds;
import io.shiplog.resources.write.PlannedWrite;
import io.shiplog.resources.write.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs controllers over one view: a change makes keys dirty, a dirty key is reconciled once however often it was made
 * dirty, and what its plan proposes is laid over the view until it comes back. One thread owns it; nothing in it is
 * durable, so whoever starts it makes every key dirty.
 *
 * <p>Laws:
 * <ul>
 *   <li>a key whose object is only assumed is reconciled, and a write on any such object is made, when that is
 *       confirmed or was retracted;
 *   <li>a reconcile whose creation is not admitted is made again at once, knowing that;
 *   <li>it and one that fails are tried again, ever more seldom, and stop nobody else;
 *   <li>a key whose proposal was refused or lost is reconciled again, whatever its controller watches.
 * </ul>
 */
public final class ReconcileLoop implements StateLoop {
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);
    private static final String CLIENT = "shiplog-reconcilers";
    private static final List<String> GROUPS = List.of("system:masters", "system:authenticated");

    private static final Set<GroupResource> POLICIES = Set.of(
            PolicyKinds.QUOTA_RESOURCE,
            PolicyKinds.LIMIT_RANGE_RESOURCE,
            PolicyKinds.PRIORITY_RESOURCE,
            Nodes.RUNTIME_CLASSES.resource(),
            Configuration.ACCOUNTS.resource());

    private final StateView view;
    private final List<Reconciler> reconcilers;
    private final Supplier<String> ids;
    private final Output output;
    private final WorkQueue<Work> queue = new WorkQueue<>(this::metrics);
    private final Map<ObjectRef, Set<Work>> blocked = new HashMap<>();
    private final Map<Work, Integer> failures = new HashMap<>();
    private final Set<Work> refused = new LinkedHashSet<>();

    /** By proposal that has not come back, the key that made it. */
    private final Map<String, Work> proposers = new HashMap<>();

    /** Of a key that is dirty, the resourceVersion of the change that made it so first. */
    private final Map<Work, Long> triggers = new HashMap<>();

    private final Map<String, QueueMetrics> queues = new HashMap<>();

    /** By resource, who is asked about its changes; made when the first change comes. */
    private final Map<GroupResource, List<Watcher>> watchers = new HashMap<>();

    /** One key of one controller. */
    private record Work(Reconciler reconciler, ObjectRef ref) {}

    private record Watcher(Reconciler reconciler, Watches.Mapping mapping) {}

    /** Where proposals and faults go. */
    public interface Output {
        /**
         * Sends a proposal towards the journal, without waiting.
         *
         * @throws RuntimeException when it can never be appended, such as for its size
         */
        void propose(Proposal proposal);

        /** The meters of a controller's part of the queue. */
        default QueueMetrics queue(String controller) {
            return QueueMetrics.NONE;
        }

        /**
         * A reconcile threw: a bug of the controller, or an object that is not admitted and that it cannot do without.
         */
        void failed(String controller, ObjectRef ref, Throwable fault);
    }

    public ReconcileLoop(StateView view, List<Reconciler> reconcilers, Supplier<String> ids, Output output) {
        this.view = view;
        this.reconcilers = List.copyOf(reconcilers);
        this.ids = ids;
        this.output = output;
    }

    /** Makes every key dirty. */
    @Override
    public void start(Instant now) {
        for (GroupResource resource : List.copyOf(view.resources())) {
            for (StoredObject object : view.list(resource)) {
                dirty(new Change(null, object, object.resourceVersion()));
            }
        }
    }

    @Override
    public void take(StateRecord record, Instant now) {
        Change change = view.apply(record);
        if (change != null) {
            dirty(change);
            wakeRefused(change);
        }
        unblock(record.ref());
        if (!view.underway(record.proposal())) {
            proposers.remove(record.proposal());
        }
    }

    /** Reconciles dirty keys until there are none or {@code goOn} says no. */
    @Override
    public void work(Instant now, BooleanSupplier goOn) {
        Retraction retraction = view.expire(now);
        for (Change change : retraction.changes()) {
            dirty(change);
            unblock(new ObjectRef(change.resource(), change.key()));
        }
        for (String proposal : retraction.proposals()) {
            Work loser = proposers.remove(proposal);
            if (loser != null) {
                metrics(loser).refused();
                queue.add(loser);
            }
        }
        Work work = queue.poll(now);
        while (work != null) {
            reconcile(work, now);
            metrics(work).done(work);
            work = goOn.getAsBoolean() ? queue.poll(now) : null;
        }
    }

    @Override
    public @Nullable Instant due(Instant now) {
        return Times.earlier(queue.next(), view.nextExpiry());
    }

    /** How many keys are dirty. */
    @Override
    public int backlog() {
        return queue.size();
    }

    @Override
    public int underway() {
        return view.underway();
    }

    private QueueMetrics metrics(Work work) {
        return queues.computeIfAbsent(work.reconciler().name(), output::queue);
    }

    private void dirty(Change change) {
        for (Watcher watcher : watchers.computeIfAbsent(change.resource(), this::watchers)) {
            try {
                for (ObjectRef ref : watcher.mapping().keys(change, view)) {
                    Work work = new Work(watcher.reconciler(), ref);
                    triggers.putIfAbsent(work, change.resourceVersion());
                    queue.add(work);
                }
            } catch (RuntimeException | AssertionError | StackOverflowError fault) {
                output.failed(watcher.reconciler().name(), new ObjectRef(change.resource(), change.key()), fault);
            }
        }
    }

    private List<Watcher> watchers(GroupResource resource) {
        var concerned = new ArrayList<Watcher>();
        for (Reconciler reconciler : reconcilers) {
            Watches.Mapping mapping = reconciler.watches().of(resource);
            if (mapping != null) {
                concerned.add(new Watcher(reconciler, mapping));
            }
        }
        return concerned;
    }

    private void reconcile(Work work, Instant now) {
        if (view.assumed(work.ref())) {
            // What it would write on itself had to wait anyway: the plan would be made for nothing.
            blocked.computeIfAbsent(work.ref(), _ -> new LinkedHashSet<>()).add(work);
            return;
        }
        refused.remove(work);
        long trigger = triggers.getOrDefault(work, 0L);
        triggers.remove(work);
        try {
            var moment = new ReconcileContext(now, ids);
            Attempt attempt = attempt(work, trigger, moment);
            while (attempt.refusal() != null) {
                Refused refused = attempt.refusal();
                if (moment.refusal(refused.ref()) != null) {
                    throw new IllegalStateException(refused.why().message());
                }
                moment = moment.refused(refused.ref(), refused.why().message());
                attempt = attempt(work, trigger, moment);
            }
            if (moment.refusals().isEmpty()) {
                failures.remove(work);
            } else {
                refused.add(work);
                queue.at(work, Times.earlier(nextTry(work, now), attempt.revisit()));
            }
        } catch (RuntimeException | AssertionError | StackOverflowError fault) {
            refused.add(work);
            queue.at(work, nextTry(work, now));
            output.failed(work.reconciler().name(), work.ref(), fault);
        }
    }

    /**
     * What one plan led to.
     *
     * @param refusal what was not admitted; everything before it in the plan is proposed, nothing after it
     * @param revisit when the plan asks to be made again
     */
    private record Attempt(
            @Nullable Refused refusal, @Nullable Instant revisit) {}

    private record Refused(ObjectRef ref, Refusal why) {}

    private Attempt attempt(Work work, long trigger, ReconcileContext moment) {
        Plan plan = work.reconciler().reconcile(view, work.ref(), moment);
        queue.at(work, plan.revisit());
        for (Plan.Step step : plan.steps()) {
            ObjectRef unsettled =
                    unsettled(step.writes().stream().map(PlannedWrite::ref).toList());
            if (unsettled == null) {
                var batch = new WriteBatch(view);
                for (PlannedWrite write : step.writes()) {
                    if (batch.add(write, moment.now()) instanceof Decision.Refused(Refusal why)) {
                        return new Attempt(new Refused(write.ref(), why), plan.revisit());
                    }
                }
                List<Write> writes = batch.writes();
                // A quota that is charged along may itself be under way.
                unsettled = unsettled(writes.stream()
                        .map(write -> new ObjectRef(write.resource(), write.key()))
                        .toList());
                if (unsettled == null) {
                    propose(work, step.verb(), trigger, writes, moment.now());
                }
            }
            if (unsettled != null) {
                // Its base is not known yet. Everything after it in the plan may build on it: reconcile again then.
                blocked.computeIfAbsent(unsettled, _ -> new LinkedHashSet<>()).add(work);
                triggers.putIfAbsent(work, trigger);
                break;
            }
        }
        return new Attempt(null, plan.revisit());
    }

    private void propose(Work work, String verb, long trigger, List<Write> writes, Instant now) {
        var origin = new Origin("system:shiplog:" + work.reconciler().name(), GROUPS, verb, CLIENT).because(trigger);
        var proposal = new Proposal(ids.get(), origin, writes);
        output.propose(proposal);
        view.assume(proposal.id(), writes, now);
        proposers.put(proposal.id(), work);
    }

    private @Nullable ObjectRef unsettled(List<ObjectRef> refs) {
        for (ObjectRef ref : refs) {
            if (view.assumed(ref)) {
                return ref;
            }
        }
        return null;
    }

    private void unblock(ObjectRef ref) {
        if (!blocked.isEmpty() && !view.assumed(ref)) {
            Set<Work> waiting = blocked.remove(ref);
            if (waiting != null) {
                waiting.forEach(queue::add);
            }
        }
    }

    private Instant nextTry(Work work, Instant now) {
        metrics(work).retried();
        return now.plus(pause(failures.merge(work, 1, Integer::sum)));
    }

    /** What was not admitted is tried again as soon as a policy changes. */
    private void wakeRefused(Change change) {
        if (!refused.isEmpty() && POLICIES.contains(change.resource())) {
            String namespace = change.key().namespace();
            for (Work work : refused) {
                if (namespace.isEmpty() || namespace.equals(work.ref().key().namespace())) {
                    queue.add(work);
                }
            }
        }
    }

    private static Duration pause(int failures) {
        Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 10));
        return pause.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : pause;
    }
}
