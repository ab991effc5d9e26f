package io.shiplog.reconcilers.world;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Writes;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.write.Creation;
import io.shiplog.resources.write.Creation.Author;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import io.shiplog.resources.write.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An in-memory control plane: a journal of one thread, the controllers under test, a clock that only moves when told,
 * and the faults that a real journal has. One test owns it.
 */
public final class World {
    private static final int LIMIT = 20_000;

    private record Work(Reconciler reconciler, ObjectRef ref) {}

    /**
     * What may go wrong, each in one of so many cases; 0: never.
     *
     * @param dropped a proposal does not reach the journal
     * @param doubled it reaches it twice
     * @param stale a reconcile looks at an earlier state
     */
    public record Faults(int dropped, int doubled, int stale) {
        public static final Faults NONE = new Faults(0, 0, 0);
    }

    private final List<Reconciler> reconcilers;
    private final LinkedHashSet<Work> queue = new LinkedHashSet<>();
    private final Map<Work, Instant> revisits = new HashMap<>();
    private final List<State> history = new ArrayList<>(List.of(State.EMPTY));
    private final Random random;
    private State state = State.EMPTY;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Faults faults = Faults.NONE;
    private Consumer<StateRecord> follower = record -> {};
    private int uids;
    private int refusals;

    public World(long seed, Reconciler... reconcilers) {
        this(seed, Arrays.asList(reconcilers));
    }

    public World(long seed, List<Reconciler> reconcilers) {
        this.random = new Random(seed);
        this.reconcilers = List.copyOf(reconcilers);
    }

    public State state() {
        return state;
    }

    public View view() {
        return state;
    }

    public Instant now() {
        return now;
    }

    public ReconcileContext moment() {
        return new ReconcileContext(now, () -> "uid-" + ++uids);
    }

    public int refusals() {
        return refusals;
    }

    public Random random() {
        return random;
    }

    public void faults(Faults newFaults) {
        faults = newFaults;
    }

    /** Creates an object as the API server would, and returns it. */
    public StoredObject create(GroupResource resource, ObjectNode json) {
        ObjectNode metadata = Draft.object(json, "metadata");
        String uid = "uid-" + ++uids;
        metadata.put("uid", uid).put("creationTimestamp", now.toString()).put("generation", 1);
        var key = new ObjectKey(
                metadata.path("namespace").asString(""), metadata.path("name").asString(""));
        Kind kind = Kinds.of(view()).preferred(resource);
        ObjectNode prepared = kind == null ? json : Creation.prepared(kind, json, now, uid, Author.CONTROLLER);
        propose(List.of(Write.create(resource, key, uid, Json.bytes(prepared))));
        return get(resource, key.toString());
    }

    /** Edits an object; equal content writes nothing. */
    public void edit(GroupResource resource, String key, Consumer<ObjectNode> edit) {
        Draft draft = Draft.of(get(resource, key));
        edit.accept(draft.json());
        edit(draft);
    }

    /** Writes an edit of somebody who may edit anything, such as the server itself; whether it took effect. */
    public boolean edit(Draft draft) {
        if (!draft.changed()) {
            return false;
        }
        JsonNode before = Json.parse(draft.stored().json());
        if (before.path("metadata").has("generation")
                && !Draft.same(before.path("spec"), draft.json().path("spec"))) {
            draft.metadata()
                    .put(
                            "generation",
                            before.path("metadata").path("generation").asLong() + 1);
        }
        return propose(List.of(Writes.replace(draft.stored(), draft.json())));
    }

    /** Deletes an object as the API server would with its default options. */
    public void delete(GroupResource resource, String key) {
        ControllerDeletion.of(Kinds.of(view()).rules(resource), get(resource, key), now)
                .ifPresent(write -> plan(List.of(write)));
    }

    public StoredObject get(GroupResource resource, String key) {
        StoredObject object = find(resource, key);
        if (object == null) {
            throw new AssertionError("no " + resource + " " + key);
        }
        return object;
    }

    public @Nullable StoredObject find(GroupResource resource, String key) {
        return state.get(resource, ObjectKey.parse(key));
    }

    public ObjectNode json(GroupResource resource, String key) {
        return Json.parse(get(resource, key).json());
    }

    public List<StoredObject> list(GroupResource resource) {
        return List.copyOf(state.list(resource));
    }

    /** Appends what becomes of planned writes in the state of now; whether it took effect. */
    public boolean plan(List<PlannedWrite> writes) {
        return plan(state, writes);
    }

    private boolean plan(View view, List<PlannedWrite> writes) {
        var batch = new WriteBatch(view);
        for (PlannedWrite write : writes) {
            if (batch.add(write, now) instanceof Decision.Refused(Refusal why)) {
                if (why.code() == 422) {
                    throw new AssertionError(why.message());
                }
                // For its policies: whoever wanted it asks again when one of them changes.
                refusals++;
                return false;
            }
        }
        return propose(batch.writes());
    }

    /** Tells {@code listener} of every record that comes from now on. */
    public void follow(Consumer<StateRecord> listener) {
        follower = listener;
    }

    /** Appends a proposal; whether it took effect. What it changes wakes the controllers. */
    public boolean propose(List<Write> writes) {
        return propose(
                new Proposal("p" + state.resourceVersion(), new Origin("test", List.of(), "update", "test"), writes));
    }

    /** As {@link #propose(List)} for a proposal with an identity of its own. */
    public boolean propose(Proposal proposal) {
        State.Folded folded = state.fold(proposal, state.resourceVersion());
        state = folded.next();
        history.add(state);
        return switch (folded.verdict()) {
            case Verdict.Accepted accepted -> {
                for (Change change : accepted.changes()) {
                    wake(change);
                    follower.accept(StateRecord.of(change, proposal.id()));
                }
                yield true;
            }
            case Verdict.Refused _ -> {
                refusals++;
                yield false;
            }
        };
    }

    private void wake(Change change) {
        View view = view();
        for (Reconciler reconciler : reconcilers) {
            for (ObjectRef ref : reconciler.watches().keys(change, view)) {
                queue.add(new Work(reconciler, ref));
            }
        }
    }

    /** Every object wakes its controllers again, as after a restart. */
    public void restart() {
        revisits.clear();
        for (GroupResource resource : view().resources()) {
            for (StoredObject object : list(resource)) {
                wake(new Change(null, object, object.resourceVersion()));
            }
        }
    }

    /** Reconciles until nobody has anything to do at this moment. */
    public void settle() {
        int rounds = 0;
        while (!queue.isEmpty()) {
            if (++rounds > LIMIT) {
                throw new AssertionError("does not settle: " + queue.getFirst());
            }
            Work work = queue.removeFirst();
            reconcile(work);
        }
    }

    private void reconcile(Work work) {
        View view = lookedAt();
        Plan plan = work.reconciler().reconcile(view, work.ref(), moment());
        if (plan.revisit() == null) {
            revisits.remove(work);
        } else {
            revisits.put(work, plan.revisit());
        }
        for (Plan.Step step : plan.steps()) {
            if (happens(faults.dropped())) {
                continue;
            }
            plan(view, step.writes());
            if (happens(faults.doubled())) {
                plan(view, step.writes());
            }
        }
    }

    /** The view of the next reconcile: now, or some earlier moment. */
    private View lookedAt() {
        if (happens(faults.stale())) {
            int back = Math.min(history.size(), 1 + random.nextInt(20));
            return history.get(history.size() - back);
        }
        return view();
    }

    private boolean happens(int oneIn) {
        return oneIn > 0 && random.nextInt(oneIn) == 0;
    }

    /** Moves the clock and wakes what asked to be woken until then. */
    public void advance(Duration time) {
        now = now.plus(time);
        Collection<Work> due = revisits.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .sorted(java.util.Comparator.comparing(Work::toString))
                .toList();
        due.forEach(revisits::remove);
        queue.addAll(due);
    }

    /** When the first controller wants to look again, or null. */
    public @Nullable Instant nextRevisit() {
        return revisits.values().stream().min(Instant::compareTo).orElse(null);
    }

    /**
     * The law of the unchanged world: whoever is asked about whatever exists has nothing to propose.
     *
     * @return what was proposed all the same
     */
    public List<String> restless() {
        var found = new ArrayList<String>();
        for (GroupResource resource : view().resources()) {
            for (StoredObject object : list(resource)) {
                var change = new Change(null, object, object.resourceVersion());
                for (Reconciler reconciler : reconcilers) {
                    for (ObjectRef ref : reconciler.watches().keys(change, view())) {
                        Plan plan = reconciler.reconcile(view(), ref, moment());
                        if (!plan.steps().isEmpty()) {
                            found.add(reconciler.name() + " " + ref + " " + describe(plan));
                        }
                    }
                }
            }
        }
        return found;
    }

    private String describe(Plan plan) {
        var text = new StringBuilder();
        for (Plan.Step step : plan.steps()) {
            for (PlannedWrite write : step.writes()) {
                text.append(step.verb())
                        .append(' ')
                        .append(write.resource())
                        .append(' ')
                        .append(write.key());
                text.append(' ').append(write);
                StoredObject current = state.get(write.resource(), write.key());
                text.append(
                        current == null
                                ? ""
                                : "\n   was " + new String(current.json(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }
}
