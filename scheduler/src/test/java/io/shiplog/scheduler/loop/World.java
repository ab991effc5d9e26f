package io.shiplog.scheduler.loop;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.scheduler.Given;
import io.shiplog.scheduler.cycle.SchedulingCycle;
import io.shiplog.scheduler.state.WatchedResources;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A journal, its fold and any number of schedulers in one thread. Proposals wait until they are folded, records until
 * they are delivered: tests decide when, and what is lost.
 */
final class World {
    static final Origin USER = new Origin("kubernetes-admin", List.of(), "create", "test");

    private final Deque<Proposal> proposed = new ArrayDeque<>();
    private final List<Scheduler> schedulers = new ArrayList<>();
    private State state = State.EMPTY;
    private long offset;
    private int ids;
    Instant now = Instant.parse("2030-01-01T00:00:00Z");
    int refused;

    /** A scheduler with the records that it has not seen yet. */
    final class Scheduler {
        final SchedulerLoop loop;
        final Deque<StateRecord> coming = new ArrayDeque<>();
        final List<String> faults = new ArrayList<>();

        private Scheduler(long seed) {
            var view = new StateView();
            for (GroupResource resource : WatchedResources.ALL) {
                state.list(resource)
                        .forEach(object -> view.apply(new StateRecord(
                                object.resource(),
                                object.key(),
                                object.uid(),
                                object.resourceVersion(),
                                "before",
                                object.json())));
            }
            loop = new SchedulerLoop(view, SchedulingCycle.standard(seed), World.this::id, new SchedulerLoop.Output() {
                @Override
                public void propose(Proposal proposal) {
                    proposed.add(proposal);
                }

                @Override
                public void failed(ObjectKey pod, RuntimeException fault) {
                    faults.add(pod + ": " + fault);
                }
            });
            loop.start(now);
        }

        void deliver() {
            while (!coming.isEmpty()) {
                loop.take(coming.remove(), now);
            }
        }

        void work() {
            loop.work(now, () -> true);
        }
    }

    Scheduler scheduler(long seed) {
        var scheduler = new Scheduler(seed);
        schedulers.add(scheduler);
        return scheduler;
    }

    void stop(Scheduler scheduler) {
        schedulers.remove(scheduler);
    }

    /** Folds, delivers and decides until nothing happens any more. */
    void settle() {
        for (int round = 0; round < 100; round++) {
            foldAll();
            boolean idle = schedulers.stream().allMatch(each -> each.coming.isEmpty());
            schedulers.forEach(Scheduler::deliver);
            schedulers.forEach(Scheduler::work);
            if (idle && proposed.isEmpty()) {
                return;
            }
        }
        throw new AssertionError("it never ends");
    }

    void foldAll() {
        while (!proposed.isEmpty()) {
            foldNext();
        }
    }

    /** Folds the oldest proposal. */
    void foldNext() {
        Proposal proposal = proposed.remove();
        State.Folded folded = state.fold(proposal, offset++);
        state = folded.next();
        switch (folded.verdict()) {
            case Verdict.Accepted accepted ->
                accepted.changes().forEach(change -> {
                    if (WatchedResources.ALL.contains(change.resource())) {
                        schedulers.forEach(each -> each.coming.add(StateRecord.of(change, proposal.id())));
                    }
                });
            case Verdict.Refused _ -> refused++;
        }
    }

    int proposedCount() {
        return proposed.size();
    }

    Deque<Proposal> proposed() {
        return proposed;
    }

    /** Loses the oldest proposal. */
    void loseNext() {
        proposed.remove();
    }

    void create(GroupResource resource, String key, String yaml) {
        StoredObject object = Given.stored(resource, key, 1, yaml);
        var json = Json.parse(object.json());
        ((ObjectNode) json.get("metadata")).remove("resourceVersion");
        String uid = object.uid() + "-" + id();
        ((ObjectNode) json.get("metadata")).put("uid", uid);
        append(Write.create(resource, object.key(), uid, Json.bytes(json)));
    }

    void pod(String name, String yaml) {
        create(Pods.RESOURCE, "default/" + name, yaml);
    }

    /** Creates a pod before what is proposed already. */
    void podBefore(String name, String yaml) {
        var waiting = new ArrayDeque<>(proposed);
        proposed.clear();
        pod(name, yaml);
        proposed.addAll(waiting);
    }

    void node(String name, String cpu) {
        create(Nodes.RESOURCE, name, Given.sized(name, cpu, ""));
    }

    void delete(GroupResource resource, String key) {
        append(Write.delete(require(resource, key)));
    }

    void change(GroupResource resource, String key, UnaryOperator<ObjectNode> change) {
        StoredObject before = require(resource, key);
        var json = Json.parse(before.json());
        ((ObjectNode) json.get("metadata")).remove("resourceVersion");
        append(Write.replace(before, Json.bytes(change.apply(json))));
    }

    /** Puts a write of a user into the journal, behind what is proposed already. */
    private void append(Write write) {
        proposed.add(new Proposal(id(), USER, List.of(write)));
        foldAll();
    }

    /** Puts a write of a user into the journal before what is proposed already. */
    void overtake(GroupResource resource, String key, UnaryOperator<ObjectNode> change) {
        var waiting = new ArrayDeque<>(proposed);
        proposed.clear();
        change(resource, key, change);
        proposed.addAll(waiting);
    }

    private StoredObject require(GroupResource resource, String key) {
        StoredObject object = state.get(resource, ObjectKey.parse(key));
        if (object == null) {
            throw new AssertionError("no " + resource + " " + key);
        }
        return object;
    }

    State state() {
        return state;
    }

    /** The pod's JSON, with its resourceVersion. */
    @Nullable
    JsonNode pod(String name) {
        StoredObject object = state.get(Pods.RESOURCE, ObjectKey.parse("default/" + name));
        return object == null ? null : Json.parse(object.json());
    }

    /** Where the pod is bound, empty if nowhere or gone. */
    String nodeOf(String name) {
        JsonNode pod = pod(name);
        return pod == null ? "" : pod.path("spec").path("nodeName").asString("");
    }

    /** The PodScheduled condition as {@code status reason message}. */
    String scheduled(String name) {
        JsonNode pod = pod(name);
        if (pod != null) {
            for (JsonNode condition : pod.path("status").path("conditions")) {
                if (condition.path("type").asString("").equals("PodScheduled")) {
                    return (condition.path("status").asString("")
                                    + " "
                                    + condition.path("reason").asString("")
                                    + " "
                                    + condition.path("message").asString(""))
                            .strip();
                }
            }
        }
        return "";
    }

    /** The events as {@code pod reason message}, in no particular order. */
    List<String> events() {
        return state.list(GroupResource.core("events")).stream()
                .map(event -> Json.parse(event.json()))
                .map(event -> event.path("involvedObject").path("name").asString("")
                        + " "
                        + event.path("reason").asString("")
                        + " "
                        + event.path("message").asString(""))
                .toList();
    }

    String id() {
        return "id-" + ids++;
    }
}
