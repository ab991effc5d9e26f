package io.shiplog.reconcilers.status;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.codec.Report.ReportedEvent;
import io.shiplog.journal.loop.Loop;
import io.shiplog.journal.loop.QueueMetrics;
import io.shiplog.journal.streams.NodePartition;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.loop.WorkQueue;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Folds the reports of one partition into proposals: the latest report of a node or pod is compared with what the state
 * topics have whenever one of the two changes. One thread owns it; nothing in it is durable, so a start compares
 * everything.
 *
 * <p>Laws:
 * <ul>
 *   <li>equal content is never proposed;
 *   <li>a write whose base has not moved is not proposed again for {@link #PATIENCE};
 *   <li>a node's silence is counted on a {@link FailureDetectorClock}, from the last heartbeat that this loop took or,
 *       before that, from its start;
 *   <li>what a silent node last reported of its pods is not held against what others make of them, and a node is
 *       silent, too, as long as its Node says so;
 *   <li>a Node that was deleted is made again by a heartbeat that comes after that, and by no older one.
 * </ul>
 */
final class ReportLoop implements Loop {
    /** How old what is known must be, counted from a write's proposal, for the write to be taken for lost. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Between two looks at what others know, while something is expected of them. */
    private static final Duration UNDERWAY_PACE = Duration.ofMillis(5);

    /** Events this close to their end are not made any more: they would outlive their time. */
    private static final double EVENT_AGE_LIMIT = 0.9;

    private static final String CLIENT = "shiplog-reconcilers";

    private final StatusSettings settings;
    private final Function<ObjectRef, @Nullable StoredObject> view;
    private final Supplier<String> ids;
    private final Output output;
    private final Instant started;
    private final FailureDetectorClock clock;
    private final InFlightWrites inFlight;
    private final Map<String, byte[]> reports = new HashMap<>();
    private final Map<String, Map<ObjectKey, Integer>> eventCounts = new HashMap<>();

    /** By node, on the failure detector's clock: its last heartbeat, or the beginning of the wait for its first. */
    private final Map<String, Instant> lastHeartbeats = new HashMap<>();

    /** The nodes that sent a heartbeat since the start and since their Node was last deleted. */
    private final Set<String> heartbeatingNodes = new HashSet<>();

    /** The nodes whose reports of pods were left alone because the node is silent. */
    private final Set<String> ignoredNodes = new HashSet<>();

    /** Keys to compare; the times in it are the failure detector's clock's. */
    private final WorkQueue<String> queue;

    private final QueueMetrics metrics;

    /** Where proposals and faults go. */
    interface Output extends Consumer<Proposal> {
        /** A report could not be read, or what it asks for not be proposed. It is left alone until the next one. */
        void failed(String key, RuntimeException fault);

        /** What is told of the reports that wait. */
        default QueueMetrics queue() {
            return QueueMetrics.NONE;
        }

        /** Whether a report that a node sends now would come here. Asked often. */
        boolean reportsArrive();

        /** How old what the view knows is at {@code now}; zero when there is nothing that it could still learn. */
        default Duration behind(Instant now) {
            return Duration.ZERO;
        }
    }

    ReportLoop(
            StatusSettings settings,
            Function<ObjectRef, @Nullable StoredObject> view,
            Supplier<String> ids,
            Output output,
            Instant started) {
        this.settings = settings;
        this.view = view;
        this.ids = ids;
        this.output = output;
        this.started = started;
        this.clock = new FailureDetectorClock(started);
        this.inFlight = new InFlightWrites(view);
        this.metrics = output.queue();
        this.queue = new WorkQueue<>(_ -> metrics);
    }

    /** Takes up the reports that were there before this loop. A node's is no heartbeat: nobody knows how old it is. */
    void start(Map<String, byte[]> known) {
        reports.putAll(known);
        known.keySet().forEach(queue::add);
    }

    /** Takes a report that is older than this loop: as one that was there before it. */
    void known(String key, byte @Nullable [] value) {
        if (value == null) {
            reports.remove(key);
            eventCounts.remove(key);
        } else {
            start(Map.of(key, value));
        }
    }

    /** Takes a report; null: there is nothing to report any more. */
    void take(String key, byte @Nullable [] value, Instant now) {
        Instant time = clock.look(now, output.reportsArrive());
        if (value == null) {
            reports.remove(key);
            eventCounts.remove(key);
            return;
        }
        reports.put(key, value);
        queue.add(key);
        if (isNode(key)) {
            lastHeartbeats.put(key, time);
            heartbeatingNodes.add(key);
            stopIgnoring(key);
        }
    }

    /** Watches over a node of this partition that may never report, such as one that a user made by hand. */
    void watch(String node, Instant now) {
        Instant time = clock.look(now, output.reportsArrive());
        if (!reports.containsKey(node) && lastHeartbeats.putIfAbsent(node, time) == null) {
            queue.add(node);
        }
    }

    /**
     * Notes that the state topic has something new of an object.
     *
     * @param proposal the id of the proposal that it comes from
     */
    void changed(ObjectRef ref, String proposal) {
        InFlightWrites.Proposed own = inFlight.ended(ref);
        // Then it is as its latest report says, and there is nothing to compare.
        boolean asReported = own != null && own.proposal().equals(proposal) && own.report() == reports.get(own.key());
        if (own != null && !asReported) {
            metrics.refused();
            queue.add(own.key());
        }
        if (ref.resource().equals(Nodes.RESOURCE)) {
            nodeChanged(ref.key().name(), asReported);
        } else if (ref.resource().equals(Pods.RESOURCE) && !asReported) {
            StoredObject pod = view.apply(ref);
            String node = pod == null ? null : PodFacts.of(pod).node();
            String key = pod == null || node == null ? null : node + "/" + pod.uid();
            if (key != null && reports.containsKey(key)) {
                queue.add(key);
            }
        }
    }

    private void nodeChanged(String node, boolean asReported) {
        if (stored(node) == null) {
            heartbeatingNodes.remove(node);
            if (!reports.containsKey(node)) {
                lastHeartbeats.remove(node);
            }
        }
        if (!asReported && (reports.containsKey(node) || lastHeartbeats.containsKey(node))) {
            queue.add(node);
        }
        stopIgnoring(node);
    }

    /** Compares what has to be compared until there is nothing left or {@code goOn} says no. */
    @Override
    public void work(Instant now, BooleanSupplier goOn) {
        Instant time = clock.look(now, output.reportsArrive());
        inFlight.lost(time.minus(output.behind(now))).forEach(write -> {
            metrics.refused();
            queue.add(write.key());
        });
        String key = queue.poll(time);
        while (key != null) {
            byte[] value = reports.get(key);
            try {
                if (isNode(key)) {
                    foldNode(key, value, now);
                } else if (value != null) {
                    foldPod(key, value, now);
                }
            } catch (RuntimeException fault) {
                output.failed(key, fault);
            }
            metrics.done(key);
            key = goOn.getAsBoolean() ? queue.poll(time) : null;
        }
    }

    /** @param value what the node last reported; null for one that does not report */
    private void foldNode(String node, byte @Nullable [] value, Instant now) {
        StoredObject stored = stored(node);
        if (stored == null && value == null) {
            queue.at(node, null);
            return;
        }
        Instant silent = lastHeard(node).plus(settings.nodeSilence());
        boolean speaks = silent.isAfter(clock.time());
        queue.at(node, speaks ? silent : null);
        if (inFlight.contains(node(node))) {
            return;
        }
        if (!speaks) {
            if (stored != null) {
                NodeFold.silent(stored, now)
                        .ifPresent(write -> propose(node, monitor(), "update", decided(Nodes.KIND, write, now)));
            }
        } else if (value != null && heartbeatingNodes.contains(node)) {
            NodeReport report = NodeReport.read(node, value);
            if (stored == null) {
                PlannedWrite write = NodeFold.registered(report, new ReconcileContext(now, ids));
                propose(node, agent(node, "create"), "create", decided(Nodes.KIND, write, now));
            } else {
                NodeFold.reported(stored, report, now)
                        .ifPresent(
                                write -> propose(node, agent(node, "patch"), "patch", decided(Nodes.KIND, write, now)));
            }
        }
    }

    /**
     * What happened to the pod is told together with its status: a write of others that makes it lose wakes the report
     * again.
     */
    private void foldPod(String key, byte[] value, Instant now) {
        String node = NodePartition.node(key);
        PodReport report = PodReport.read(node, key.substring(node.length() + 1), value);
        var ref = new ObjectRef(Pods.RESOURCE, report.pod());
        StoredObject stored = view.apply(ref);
        if (stored == null || !PodStatusFold.owns(report, stored)) {
            return;
        }
        if (isSilent(node)) {
            ignoredNodes.add(node);
            return;
        }
        var writes = new ArrayList<Write>();
        boolean creates = true;
        if (!inFlight.contains(ref)) {
            Optional<PlannedWrite> status = PodStatusFold.of(stored, report, now);
            if (status.isPresent()) {
                creates = false;
                writes.addAll(decided(Pods.KIND, status.get(), now));
            }
        }
        for (ReportedEvent event : report.events()) {
            PlannedWrite write = eventWrite(key, report, event, stored, now);
            if (write != null) {
                creates &= write instanceof PlannedWrite.Creating;
                writes.addAll(decided(Events.KIND, write, now));
            }
        }
        if (!writes.isEmpty()) {
            boolean deletes = writes.getFirst().object() == null;
            String verb = deletes ? "delete" : creates ? "create" : "patch";
            propose(key, agent(node, verb), verb, writes);
        }
    }

    /** What becomes of a write; nothing goes along with one of these kinds, and no policy is about one. */
    private static List<Write> decided(Kind kind, PlannedWrite write, Instant now) {
        return write.decide(State.EMPTY, kind, now).writes();
    }

    /** The write that tells {@code event}; null when it is told, being told, or too old. */
    private @Nullable PlannedWrite eventWrite(
            String key, PodReport report, ReportedEvent event, StoredObject pod, Instant now) {
        ObjectKey name = EventFold.key(report, event);
        Map<ObjectKey, Integer> counts = eventCounts.computeIfAbsent(key, _ -> new HashMap<>());
        if (counts.getOrDefault(name, 0) >= event.count()) {
            return null;
        }
        var ref = new ObjectRef(Events.RESOURCE, name);
        if (inFlight.contains(ref)) {
            return null;
        }
        StoredObject stored = view.apply(ref);
        Optional<PlannedWrite> write = stored == null && isOld(event, now)
                ? Optional.empty()
                : EventFold.of(stored, pod, report, event, new ReconcileContext(now, ids));
        if (write.isEmpty()) {
            counts.put(name, event.count());
            return null;
        }
        return write.get();
    }

    @Override
    public @Nullable Instant due(Instant now) {
        Instant next = queue.next();
        if (next != null) {
            next = next.isAfter(clock.time()) ? now.plus(Duration.between(clock.time(), next)) : now;
        }
        // What was proposed comes back on another thread, which wakes nobody.
        return Times.earlier(next, inFlight.size() > 0 ? now.plus(UNDERWAY_PACE) : null);
    }

    @Override
    public int backlog() {
        return queue.size();
    }

    /** How many writes were proposed and not seen yet. */
    @Override
    public int underway() {
        return inFlight.size();
    }

    private void propose(String key, Origin origin, String verb, List<Write> writes) {
        var proposal = new Proposal(ids.get(), origin, writes);
        output.accept(proposal);
        Instant until = clock.time().plus(PATIENCE);
        byte[] report = reports.get(key);
        for (Write write : writes) {
            inFlight.add(
                    new ObjectRef(write.resource(), write.key()),
                    new InFlightWrites.Proposed(write.base(), until, key, report, proposal.id()));
        }
    }

    /**
     * Compares what a node reports of its pods again if that was left alone while it was silent, and it is not any
     * more.
     */
    private void stopIgnoring(String node) {
        if (ignoredNodes.contains(node) && !isSilent(node)) {
            ignoredNodes.remove(node);
            String pods = node + "/";
            reports.keySet().stream().filter(key -> key.startsWith(pods)).forEach(queue::add);
        }
    }

    private boolean isOld(ReportedEvent event, Instant now) {
        Instant last = Times.parse(event.lastTime());
        long millis = (long) (settings.eventTtl().toMillis() * EVENT_AGE_LIMIT);
        return last != null && last.plusMillis(millis).isBefore(now);
    }

    /**
     * Whether a node is not heard, or was not until its Node says otherwise: a report that is left of that time says
     * nothing.
     */
    private boolean isSilent(String node) {
        if (!lastHeard(node).plus(settings.nodeSilence()).isAfter(clock.time())) {
            return true;
        }
        StoredObject stored = stored(node);
        return stored != null && NodeFold.isSilent(stored);
    }

    private Instant lastHeard(String node) {
        return lastHeartbeats.getOrDefault(node, started);
    }

    private @Nullable StoredObject stored(String node) {
        return view.apply(node(node));
    }

    private static ObjectRef node(String name) {
        return new ObjectRef(Nodes.RESOURCE, ObjectKey.cluster(name));
    }

    private static boolean isNode(String key) {
        return key.indexOf('/') < 0;
    }

    private static Origin agent(String node, String verb) {
        return new Origin("system:node:" + node, List.of("system:nodes", "system:authenticated"), verb, CLIENT);
    }

    private static Origin monitor() {
        return new Origin(
                "system:shiplog:nodestatus", List.of("system:masters", "system:authenticated"), "update", CLIENT);
    }
}
