package io.shiplog.reconcilers.world;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.loop.ReconcileLoop;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The loop that runs controllers, over a world whose journal is slow: proposals wait before they are folded and records
 * before the loop takes them, and somebody else may write in between. It is never started again. One test owns it.
 */
public final class RacedLoop {
    private static final int LIMIT = 50_000;

    private final World world;
    private final ReconcileLoop loop;
    private final Deque<Proposal> proposals = new ArrayDeque<>();
    private final Deque<StateRecord> records = new ArrayDeque<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> losers = new TreeSet<>();
    private int ids;
    private int races;

    public RacedLoop(World world, List<Reconciler> reconcilers) {
        this.world = world;
        world.follow(records::add);
        var output = new ReconcileLoop.Output() {
            @Override
            public void propose(Proposal proposal) {
                proposals.add(proposal);
            }

            @Override
            public void failed(String controller, ObjectRef ref, Throwable fault) {
                faults.add(controller + " " + ref + " " + fault);
            }
        };
        loop = new ReconcileLoop(new StateView(), reconcilers, () -> "loop-" + ++ids, output);
        loop.start(world.now());
    }

    /** What controllers failed with. */
    public List<String> faults() {
        return faults;
    }

    /** The controllers some of whose proposals were refused. */
    public Set<String> losers() {
        return losers;
    }

    /** Lets the loop work. */
    public void work() {
        loop.work(world.now(), () -> true);
    }

    /** Brings the next record to the loop. */
    public void take() {
        StateRecord record = records.poll();
        if (record != null) {
            loop.take(record, world.now());
        }
    }

    /**
     * Folds the next proposal.
     *
     * @param raced whether somebody writes a status first on one of the objects that it is about
     */
    public void fold(boolean raced) {
        Proposal proposal = proposals.poll();
        if (proposal == null) {
            return;
        }
        if (raced) {
            proposal.writes().forEach(this::race);
        }
        if (!world.propose(proposal)) {
            losers.add(proposal.origin().user());
        }
    }

    /** Loses the next proposal on its way. */
    public void lose() {
        proposals.poll();
    }

    /** Goes on until nobody has anything to do, and is not woken either for some time. */
    public void rest(Kubelets nodes, Duration time) {
        Instant end = world.now().plus(time);
        for (int round = 0; round < LIMIT; round++) {
            while (!records.isEmpty()) {
                take();
            }
            work();
            if (!proposals.isEmpty()) {
                fold(false);
            } else if (records.isEmpty() && !nodes.step()) {
                Instant due = loop.due(world.now());
                if (due == null || due.isAfter(end)) {
                    return;
                }
                world.advance(due.isAfter(world.now()) ? Duration.between(world.now(), due) : Duration.ofMillis(1));
            }
        }
        throw new AssertionError("does not come to rest");
    }

    private void race(Write write) {
        StoredObject current = write.base() == 0 ? null : find(write);
        if (current != null) {
            Draft draft = Draft.of(current);
            Draft.object(draft.json(), "status").put("race", ++races);
            world.edit(draft);
        }
    }

    private @Nullable StoredObject find(Write write) {
        return world.find(write.resource(), write.key().toString());
    }
}
