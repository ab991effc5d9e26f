package io.shiplog.reconcilers.status;

import io.shiplog.journal.ObjectKey;
import io.shiplog.journal.ObjectRef;
import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.Write;
import io.shiplog.journal.streams.NodePartition;
import io.shiplog.reconcilers.Moment;
import io.shiplog.reconcilers.loop.Preparation;
import io.shiplog.reconcilers.loop.WorkQueue;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.reconcilers.objects.Times;
import io.shiplog.reconcilers.status.PodReport.ReportedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * <p>Laws: equal content is never proposed; a write whose base has not moved is not proposed again for {@link #PATIENCE}; a node's
 * silence is counted from the last heartbeat that this loop took or, before that, from its start; what a silent node last
 * reported of its pods is not held against what others make of them.
 */
final class ReportLoop {
    /** How long a proposed write may be under way before it is taken for lost. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Events this close to their end are not made any more: they would outlive their time. */
    private static final double EVENT_AGE_LIMIT = 0.9;

    private static final String CLIENT = "shiplog-reconcilers";

    private final StatusSettings settings;
    private final Function<ObjectRef, @Nullable StoredObject> view;
    private final Preparation preparation;
    private final Supplier<String> ids;
    private final Outside outside;
    private final Instant started;
    private final Map<String, byte[]> reports = new HashMap<>();
    private final Map<ObjectRef, String> reportOf = new HashMap<>();
    private final Map<String, Map<ObjectKey, Integer>> told = new HashMap<>();
    private final Map<String, Instant> heard = new HashMap<>();
    private final Map<ObjectRef, Underway> underway = new HashMap<>();
    private final WorkQueue<String> queue = new WorkQueue<>();

    private record Underway(long base, Instant until, String key) {}

    /** Where proposals and faults go. */
    interface Outside extends Consumer<Proposal> {
        /** A report could not be read, or what it asks for not be proposed. It is left alone until the next one. */
        void failed(String key, RuntimeException fault);
    }

    ReportLoop(
            StatusSettings settings,
            Function<ObjectRef, @Nullable StoredObject> view,
            Preparation preparation,
            Supplier<String> ids,
            Outside outside,
            Instant started) {
        this.settings = settings;
        this.view = view;
        this.preparation = preparation;
        this.ids = ids;
        this.outside = outside;
        this.started = started;
    }

    /** Takes up the reports that were there before this loop. A node's is no heartbeat: nobody knows how old it is. */
    void start(Map<String, byte[]> known) {
        reports.putAll(known);
        for (String key : known.keySet()) {
            index(key);
            queue.add(key);
        }
    }

    /** Takes a report; null: there is nothing to report any more. */
    void take(String key, byte @Nullable [] value, Instant now) {
        if (value == null) {
            reports.remove(key);
            told.remove(key);
            heard.remove(key);
            reportOf.values().removeIf(key::equals);
            return;
        }
        reports.put(key, value);
        if (isNode(key)) {
            boolean wasSilent = isSilent(key, now);
            heard.put(key, now);
            if (wasSilent) {
                String pods = key + "/";
                reports.keySet().stream()
                        .filter(report -> report.startsWith(pods))
                        .forEach(queue::add);
            }
        }
        index(key);
        queue.add(key);
    }

    /** Watches over a node of this partition that may never report, such as one that a user made by hand. */
    void watch(String node) {
        if (!reports.containsKey(node)) {
            queue.add(node);
        }
    }

    /** Notes that the state topics have something new of an object. */
    void changed(ObjectRef ref) {
        Underway own = underway.get(ref);
        if (own != null) {
            queue.add(own.key());
        }
        String key = reportOf.get(ref);
        if (key != null) {
            queue.add(key);
        }
    }

    /** Compares what has to be compared until there is nothing left or {@code goOn} says no. */
    void work(Instant now, BooleanSupplier goOn) {
        String key = queue.poll(now);
        while (key != null) {
            byte[] value = reports.get(key);
            try {
                if (isNode(key)) {
                    foldNode(key, value, now);
                } else if (value != null) {
                    foldPod(key, value, now);
                }
            } catch (RuntimeException fault) {
                outside.failed(key, fault);
            }
            key = goOn.getAsBoolean() ? queue.poll(now) : null;
        }
    }

    /** @param value what the node last reported; null for one that does not report */
    private void foldNode(String node, byte @Nullable [] value, Instant now) {
        var ref = new ObjectRef(Resources.NODES, ObjectKey.cluster(node));
        StoredObject stored = view.apply(ref);
        if (stored == null && value == null) {
            queue.at(node, null);
            return;
        }
        Instant silent = stored != null && value == null
                ? NodeFold.silentFrom(stored, started).plus(settings.nodeSilence())
                : lastHeard(node).plus(settings.nodeSilence());
        queue.at(node, silent);
        if (waits(ref, node, now)) {
            return;
        }
        if (!silent.isAfter(now)) {
            queue.at(node, null);
            if (stored != null) {
                NodeFold.silent(stored, now).ifPresent(write -> propose(node, monitor(), "update", write, stored, now));
            }
        } else if (value != null && heard.containsKey(node)) {
            NodeReport report = NodeReport.read(node, value);
            if (stored == null) {
                propose(
                        node,
                        agent(node, "create"),
                        "create",
                        NodeFold.registered(report, new Moment(now, ids)),
                        null,
                        now);
            } else {
                NodeFold.reported(stored, report, now)
                        .ifPresent(write -> propose(node, agent(node, "patch"), "patch", write, stored, now));
            }
        }
    }

    private void foldPod(String key, byte[] value, Instant now) {
        String node = NodePartition.node(key);
        PodReport report = PodReport.read(node, key.substring(node.length() + 1), value);
        var ref = new ObjectRef(Resources.PODS, report.pod());
        StoredObject stored = view.apply(ref);
        if (stored == null || !PodStatusFold.owns(report, stored) || isSilent(node, now)) {
            return;
        }
        foldEvents(key, report, stored, now);
        if (!waits(ref, key, now)) {
            Optional<Write> write = PodStatusFold.of(stored, report, now);
            write.ifPresent(asked -> {
                String verb = asked.object() == null ? "delete" : "patch";
                propose(key, agent(node, verb), verb, asked, stored, now);
            });
        }
    }

    /** What happened to the pod is told in one proposal; its status goes alone, since other writers change the pod too. */
    private void foldEvents(String key, PodReport report, StoredObject pod, Instant now) {
        var writes = new ArrayList<Write>();
        for (ReportedEvent event : report.events()) {
            Write write = eventWrite(key, report, event, pod, now);
            if (write != null) {
                writes.add(write);
            }
        }
        if (!writes.isEmpty()) {
            boolean counted = writes.stream().anyMatch(write -> write.base() != 0);
            String verb = counted ? "patch" : "create";
            propose(key, agent(report.node(), verb), verb, writes, now);
        }
    }

    /** The prepared write that tells {@code event}; null when it is told, being told, or too old. */
    private @Nullable Write eventWrite(
            String key, PodReport report, ReportedEvent event, StoredObject pod, Instant now) {
        ObjectKey name = EventFold.key(report, event);
        Map<ObjectKey, Integer> counts = told.computeIfAbsent(key, _ -> new HashMap<>());
        if (counts.getOrDefault(name, 0) >= event.count()) {
            return null;
        }
        var ref = new ObjectRef(Resources.EVENTS, name);
        if (waits(ref, key, now)) {
            return null;
        }
        StoredObject stored = view.apply(ref);
        Optional<Write> write = stored == null && isOld(event, now)
                ? Optional.empty()
                : EventFold.of(stored, pod, report, event, new Moment(now, ids));
        if (write.isEmpty()) {
            counts.put(name, event.count());
            return null;
        }
        return preparation.prepare(write.get(), stored, now);
    }

    private void propose(
            String key, Origin origin, String verb, Write write, @Nullable StoredObject current, Instant now) {
        Write prepared = write.object() == null ? write : preparation.prepare(write, current, now);
        propose(key, origin, verb, List.of(prepared), now);
    }

    private void propose(String key, Origin origin, String verb, List<Write> writes, Instant now) {
        outside.accept(new Proposal(ids.get(), origin, writes));
        Instant until = now.plus(PATIENCE);
        for (Write write : writes) {
            underway.put(new ObjectRef(write.resource(), write.key()), new Underway(write.base(), until, key));
        }
        queue.at(key, Times.earlier(until, isNode(key) ? lastHeard(key).plus(settings.nodeSilence()) : null));
    }

    /** Whether a write of ours on the object is under way: its base is what is still there, and its time is not over. */
    private boolean waits(ObjectRef ref, String key, Instant now) {
        Underway own = underway.get(ref);
        if (own == null) {
            return false;
        }
        StoredObject stored = view.apply(ref);
        long current = stored == null ? 0 : stored.resourceVersion();
        if (current == own.base() && own.until().isAfter(now)) {
            queue.at(key, own.until());
            return true;
        }
        underway.remove(ref);
        return false;
    }

    private void index(String key) {
        if (isNode(key)) {
            reportOf.put(new ObjectRef(Resources.NODES, ObjectKey.cluster(key)), key);
            return;
        }
        byte[] value = reports.get(key);
        if (value != null) {
            try {
                String node = NodePartition.node(key);
                PodReport report = PodReport.read(node, key.substring(node.length() + 1), value);
                reportOf.put(new ObjectRef(Resources.PODS, report.pod()), key);
            } catch (RuntimeException fault) {
                reports.remove(key);
                outside.failed(key, fault);
            }
        }
    }

    private boolean isOld(ReportedEvent event, Instant now) {
        Instant last = Times.parse(event.lastTime());
        long millis = (long) (settings.eventTtl().toMillis() * EVENT_AGE_LIMIT);
        return last != null && last.plusMillis(millis).isBefore(now);
    }

    private boolean isSilent(String node, Instant now) {
        return !lastHeard(node).plus(settings.nodeSilence()).isAfter(now);
    }

    private Instant lastHeard(String node) {
        return heard.getOrDefault(node, started);
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
