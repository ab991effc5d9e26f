package io.shiplog.agent.worker;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.link.Reports;
import io.shiplog.agent.node.Machine;
import io.shiplog.agent.node.NodeObject;
import io.shiplog.agent.node.NodeSettings;
import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.plan.NodeAdmission;
import io.shiplog.agent.volume.VolumeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One node: its pods' workers, its heartbeat, and the removal of what nobody assigns. Safe for use by several threads.
 */
public final class NodeWorker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeWorker.class);

    private final NodeContext context;
    private final NodeSettings settings;
    private final Machine machine;
    private final int securePort;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private final Engine.Stream events;
    private volatile @Nullable ObjectNode object;

    /** @param securePort the port that the node's authenticated server is reached at */
    public NodeWorker(NodeContext context, NodeSettings settings, Machine machine, int securePort) {
        this.context = context;
        this.settings = settings;
        this.machine = machine;
        this.securePort = securePort;
        this.events = context.engine().events(this::changed);
    }

    /** Begins the heartbeat, and the looks at the engine that catch what its events missed. */
    public void start(Duration heartbeat, Duration resync) {
        synchronized (timers) {
            timers.add(every(heartbeat, Duration.ZERO, this::beat));
            if (!resync.isZero()) {
                timers.add(every(resync, resync, () -> workers.values().forEach(PodWorker::wake)));
            }
        }
    }

    /** An action that takes longer than the period misses a turn: there is never more than one of it under way. */
    private ScheduledFuture<?> every(Duration period, Duration delay, Runnable action) {
        var busy = new AtomicBoolean();
        Runnable guarded = () -> {
            if (busy.compareAndSet(false, true)) {
                context.threads().steps().execute(() -> {
                    try {
                        action.run();
                    } catch (RuntimeException e) {
                        log.error("node {}: a periodic task failed", settings.name(), e);
                    } finally {
                        busy.set(false);
                    }
                });
            }
        };
        return context.threads()
                .timer()
                .scheduleAtFixedRate(guarded, delay.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        Instant now = context.threads().clock().instant();
        ObjectNode next = NodeObject.of(settings, machine.facts(now), securePort, object);
        object = next;
        context.link().publish(Reports.node(name(), next, now));
    }

    public String name() {
        return settings.name();
    }

    public NodeContext context() {
        return context;
    }

    /** The node's pods and their workers. */
    public Collection<PodWorker> pods() {
        return workers.values();
    }

    /** The Node object of the last heartbeat, null before the first. */
    public @Nullable ObjectNode object() {
        return object;
    }

    /** A pod is assigned, or not any more. */
    public void assigned(String podUid, @Nullable PodAssignment assignment) {
        if (assignment == null) {
            PodWorker worker = workers.get(podUid);
            if (worker == null) {
                withdrawReport(podUid);
            } else {
                worker.remove();
            }
            return;
        }
        PodWorker worker = present(podUid, assignment);
        while (!worker.assign(assignment)) {
            workers.remove(podUid, worker);
            worker = present(podUid, assignment);
        }
    }

    private PodWorker present(String podUid, PodAssignment assignment) {
        PodWorker worker = workers.get(podUid);
        return worker != null
                ? worker
                : workers.computeIfAbsent(podUid, uid -> worker(assignment, rejection(assignment)));
    }

    /** Why the node does not take a new pod. One that it has reported on before was taken then. */
    private NodeAdmission.@Nullable Rejection rejection(PodAssignment assignment) {
        if (assignment.deleting() || assignment.knownStart() != null) {
            return null;
        }
        List<PodAssignment> others = workers.values().stream()
                .filter(PodWorker::takesRoom)
                .map(PodWorker::assignment)
                .toList();
        var room = new NodeAdmission.Room(
                context.host().cpuMillis(),
                context.host().memoryBytes(),
                settings.capacity().pods());
        return NodeAdmission.rejection(assignment, others, room).orElse(null);
    }

    private PodWorker worker(PodAssignment assignment, NodeAdmission.@Nullable Rejection rejection) {
        return new PodWorker(context, assignment, rejection, () -> {
            withdrawReport(assignment.uid());
            workers.remove(assignment.uid());
        });
    }

    private void withdrawReport(String podUid) {
        context.link().withdraw(name(), podUid);
    }

    /**
     * Every assignment is known: containers and volumes of other pods are ended and removed, on a thread that may
     * block.
     *
     * @param untold the uids of pods that are assigned although nobody was told of them yet
     */
    public void caughtUp(Set<String> untold) {
        context.threads().steps().execute(() -> removeOrphans(untold));
    }

    private void removeOrphans(Set<String> untold) {
        try {
            Map<String, List<EngineContainer>> byPod = new HashMap<>();
            for (EngineContainer one : context.engine()
                    .list(Map.of(ContainerLabels.OWNER, context.host().owner()))) {
                byPod.computeIfAbsent(one.label(ContainerLabels.POD_UID), uid -> new ArrayList<>())
                        .add(one);
            }
            context.volumes().pods().forEach(uid -> byPod.putIfAbsent(uid, List.of()));
            byPod.forEach((uid, containers) -> {
                if (!workers.containsKey(uid) && !untold.contains(uid)) {
                    PodWorker orphan = worker(orphan(uid, containers), null);
                    if (workers.putIfAbsent(uid, orphan) == null) {
                        log.info("node {}: pod {} is assigned no more and is removed", name(), uid);
                        orphan.remove();
                    }
                }
            });
        } catch (EngineException | VolumeException e) {
            log.warn("node {}: looking for orphaned pods failed, trying again: {}", name(), e.getMessage());
            context.threads().timer().schedule(() -> caughtUp(untold), 5, TimeUnit.SECONDS);
        }
    }

    /** A pod as far as the labels of its containers tell. */
    private PodAssignment orphan(String uid, List<EngineContainer> containers) {
        var names = new TreeSet<String>();
        Map<String, String> labels = new HashMap<>();
        for (EngineContainer one : containers) {
            labels.putAll(one.labels());
            if (one.label(ContainerLabels.TYPE).equals(ContainerLabels.CONTAINER)) {
                names.add(one.label(ContainerLabels.CONTAINER_NAME));
            }
        }
        String grace = labels.getOrDefault(ContainerLabels.GRACE_PERIOD, "30");
        ObjectNode pod = AgentJson.object();
        pod.putObject("metadata")
                .put("namespace", labels.getOrDefault(ContainerLabels.POD_NAMESPACE, ""))
                .put("name", labels.getOrDefault(ContainerLabels.POD_NAME, uid))
                .put("uid", uid);
        ObjectNode spec = pod.putObject("spec")
                .put("restartPolicy", "Never")
                .put("terminationGracePeriodSeconds", Long.parseLong(grace));
        ArrayNode list = spec.putArray("containers");
        names.forEach(name -> list.addObject().put("name", name));
        return PodAssignment.of(name(), pod);
    }

    private void changed(Map<String, String> labels) {
        if (context.host().owner().equals(labels.get(ContainerLabels.OWNER))) {
            PodWorker worker = workers.get(labels.getOrDefault(ContainerLabels.POD_UID, ""));
            if (worker != null) {
                worker.wake();
            }
        }
    }

    /** Stops the agent's part; the node's containers go on. */
    @Override
    public void close() {
        events.close();
        synchronized (timers) {
            timers.forEach(timer -> timer.cancel(false));
        }
        workers.values().forEach(PodWorker::stop);
    }
}
