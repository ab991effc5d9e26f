package io.shiplog.agent.worker;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.link.Reports;
import io.shiplog.agent.pod.NextStep;
import io.shiplog.agent.pod.PodPlan;
import io.shiplog.agent.pod.facts.Desired;
import io.shiplog.agent.pod.facts.Observed;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.facts.PodEvent;
import io.shiplog.agent.pod.facts.PodMemory;
import io.shiplog.agent.pod.plan.NodeAdmission;
import io.shiplog.agent.pod.plan.Step;
import io.shiplog.agent.pod.spec.KnownStatus;
import io.shiplog.agent.volume.VolumeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pod's worker: observes, asks {@link NextStep}, begins the steps, reports. Its turns run one at a time on a shared
 * executor; between turns it costs no thread. Steps run elsewhere and leave their effects in the mailbox, which the
 * next turn empties.
 */
public final class PodWorker {
    private static final Logger log = LoggerFactory.getLogger(PodWorker.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int MAX_RETRY_FACTOR = 10;

    private final NodeContext context;
    private final StepRunner runner;
    private final LongWaits waits = new LongWaits();
    private final TerminationMessages terminationMessages;
    private final Runnable forgotten;
    private final Queue<UnaryOperator<PodMemory>> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wanted = new AtomicInteger();
    private final boolean rejected;
    private volatile PodAssignment assignment;
    private volatile boolean removed;
    private volatile boolean stopped;
    private volatile @Nullable KnownStatus status;
    /** Guarded by this object. */
    private boolean forgot;
    /**
     * How often in a row looks, and steps, have failed: what fails for long is tried, and complained about, less often.
     */
    private final AtomicInteger failedTurns = new AtomicInteger();

    private final AtomicInteger failedSteps = new AtomicInteger();

    // Owned by the turn that runs.
    private PodMemory memory;
    private boolean started;
    private @Nullable PodAssignment prepared;
    private @Nullable Said reported;
    private @Nullable ScheduledFuture<?> timer;

    /** What a report says, its time aside. The pod's name, uid and node stay the same as long as the worker lives. */
    private record Said(KnownStatus status, boolean terminated, List<PodEvent> events) {}

    /**
     * A worker that does nothing yet.
     *
     * @param rejection why the node does not take the pod, null when it does
     * @param forgotten runs once when nothing of the pod is left and it was removed
     */
    public PodWorker(
            NodeContext context,
            PodAssignment assignment,
            NodeAdmission.@Nullable Rejection rejection,
            Runnable forgotten) {
        this.context = context;
        this.assignment = assignment;
        this.forgotten = forgotten;
        this.runner = new StepRunner(context, waits);
        this.terminationMessages = new TerminationMessages(context);
        Instant now = context.threads().clock().instant();
        PodMemory fresh = PodMemory.fresh(now);
        this.rejected = rejection != null;
        this.started =
                !assignment.knownPhase().isEmpty() && !assignment.knownPhase().equals("Pending");
        this.memory = rejection == null ? fresh : fresh.rejected(rejection.reason(), rejection.message(), now);
    }

    public PodAssignment assignment() {
        return assignment;
    }

    /** Whether the pod has, or will have, a share of what the node can give. */
    boolean takesRoom() {
        KnownStatus last = status;
        String phase = last == null ? assignment.knownPhase() : last.facts().phase();
        return !rejected && !removed && !phase.equals("Succeeded") && !phase.equals("Failed");
    }

    /** The status as last computed, null before the first turn. Nobody changes it. */
    public @Nullable KnownStatus status() {
        return status;
    }

    /** The pod is wanted as given. False when this worker has forgotten its pod: it takes a new one. */
    public synchronized boolean assign(PodAssignment next) {
        if (forgot) {
            return false;
        }
        assignment = next;
        removed = false;
        mailbox.add(PodMemory::impatient);
        wake();
        return true;
    }

    /** The pod is not wanted here any more. */
    public synchronized void remove() {
        removed = true;
        wake();
    }

    /** Whether the pod is not wanted here any more. */
    public boolean removed() {
        return removed;
    }

    /** Whoever wants the pod again gets a worker that begins after this one has said its last word. */
    private synchronized void forget() {
        if (removed && !forgot) {
            forgot = true;
            stopped = true;
            forgotten.run();
        }
    }

    /** Ends the worker; what it runs goes on. */
    public void stop() {
        stopped = true;
    }

    /** Something may have changed: a turn follows soon. */
    public void wake() {
        if (wanted.getAndIncrement() == 0) {
            execute();
        }
    }

    private void execute() {
        try {
            context.threads().turns().execute(this::turns);
        } catch (RejectedExecutionException closing) {
            stopped = true;
        }
    }

    private void turns() {
        int seen;
        do {
            seen = wanted.get();
            if (stopped) {
                return;
            }
            try {
                turn();
                failedTurns.set(0);
            } catch (EngineException e) {
                later(failed(failedTurns, "pod " + name() + " waits, the engine failed", e));
            } catch (RuntimeException e) {
                log.error("the worker of pod {} failed", name(), e);
                later(RETRY.multipliedBy(5));
            }
        } while (wanted.addAndGet(-seen) != 0);
    }

    private void turn() {
        long begin = System.nanoTime();
        for (var change = mailbox.poll(); change != null; change = mailbox.poll()) {
            memory = change.apply(memory);
        }
        PodAssignment current = assignment;
        boolean gone = removed;
        if (!gone) {
            refreshVolumes(current);
        }
        Instant now = context.threads().clock().instant();
        PodPlan plan = NextStep.next(new Desired(current, gone, context.place()), observe(current), now);
        memory = plan.memory();
        status = plan.status();
        boolean ending = memory.endingSince() != null;
        waits.cut(ending);
        plan.steps().forEach(step -> begin(step, current));
        schedule(plan.lookAgain(), now);
        if (plan.forgotten()) {
            forget();
        } else if (mailbox.isEmpty() && !gone) {
            report(current, plan, now);
        }
        if (!started && plan.status().facts().phase().equals("Running")) {
            started = true;
            context.meters().started(Duration.between(memory.firstSeen(), now));
        }
        context.meters().turned(System.nanoTime() - begin, ending);
    }

    /** Brings the files of existing volumes up to date when the assignment has changed, or tokens are due. */
    private void refreshVolumes(PodAssignment current) {
        if (prepared == current && !context.volumes().isDue(current)) {
            return;
        }
        prepared = current;
        if (context.volumes().present(current.uid())) {
            try {
                context.volumes().prepare(current);
            } catch (VolumeException e) {
                Instant now = context.threads().clock().instant();
                String message = String.valueOf(e.getMessage());
                memory = memory.noting("FailedMount", true, message, "", now);
            }
        }
    }

    private Observed observe(PodAssignment pod) {
        List<EngineContainer> all = context.engine()
                .list(Map.of(ContainerLabels.OWNER, context.host().owner(), ContainerLabels.POD_UID, pod.uid()));
        return Observed.of(
                all, terminationMessages.of(pod, all), context.volumes().present(pod.uid()), memory);
    }

    private void begin(Step step, PodAssignment pod) {
        context.threads().steps().execute(() -> {
            UnaryOperator<PodMemory> effect;
            try {
                effect = runner.run(step, pod);
            } catch (EngineException | VolumeException e) {
                Duration pause =
                        failed(failedSteps, "pod " + name() + ": " + step.key() + " failed and will be tried again", e);
                after(pause, () -> finish(step, UnaryOperator.identity()));
                return;
            } catch (RuntimeException e) {
                log.error("pod {}: {} failed", name(), step.key(), e);
                after(RETRY.multipliedBy(5), () -> finish(step, UnaryOperator.identity()));
                return;
            }
            if (!(step instanceof Step.RunProbe)) {
                failedSteps.set(0);
            }
            finish(step, effect);
        });
    }

    /** How long to wait after one more failure; complains about the first ones and then about some. */
    private Duration failed(AtomicInteger before, String what, RuntimeException failure) {
        int times = before.incrementAndGet();
        if (Integer.bitCount(times) == 1) {
            log.warn("{}: {}", what, failure.getMessage());
        }
        return RETRY.multipliedBy(Math.min(times, MAX_RETRY_FACTOR));
    }

    private void finish(Step step, UnaryOperator<PodMemory> effect) {
        mailbox.add(before -> effect.apply(before).ended(step.key()));
        wake();
    }

    private void schedule(@Nullable Instant at, Instant now) {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (at != null) {
            timer = after(Duration.between(now, at), this::wake);
        }
    }

    private void later(Duration time) {
        after(time, this::wake);
    }

    private @Nullable ScheduledFuture<?> after(Duration time, Runnable action) {
        try {
            return context.threads().timer().schedule(action, Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            return null;
        }
    }

    private void report(PodAssignment pod, PodPlan plan, Instant now) {
        Said said = new Said(plan.status(), plan.terminated(), plan.memory().events());
        if (!said.equals(reported)) {
            reported = said;
            context.link().publish(Reports.pod(context.node(), pod, plan, now));
        }
    }

    private String name() {
        return assignment.namespace() + "/" + assignment.name();
    }
}
