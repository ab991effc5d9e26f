package io.shiplog.agent.server;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.Usage;
import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.worker.NodeWorker;
import io.shiplog.agent.worker.PodWorker;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The kubelet's summary of what a node's pods use. Asks the engine about all containers at once and waits for it. */
final class UsageSummary {
    private UsageSummary() {}

    static ObjectNode of(NodeWorker node, Instant now) {
        ObjectNode summary = AgentJson.object();
        ObjectNode nodePart = summary.putObject("node");
        nodePart.put("nodeName", node.name());
        ArrayNode pods = summary.putArray("pods");
        Map<String, Map<String, Usage>> usages = usages(node);
        long cpu = 0;
        long memory = 0;
        for (PodWorker worker : node.pods()) {
            PodAssignment pod = worker.assignment();
            ObjectNode one = pods.addObject();
            one.putObject("podRef")
                    .put("name", pod.name())
                    .put("namespace", pod.namespace())
                    .put("uid", pod.uid());
            ArrayNode containers = one.putArray("containers");
            for (var entry : usages.getOrDefault(pod.uid(), Map.of()).entrySet()) {
                cpu += entry.getValue().cpuNanos();
                memory += entry.getValue().memoryBytes();
                ObjectNode container = containers.addObject();
                container.put("name", entry.getKey());
                add(container, entry.getValue(), now);
            }
        }
        add(nodePart, new Usage(cpu, memory), now);
        return summary;
    }

    private static void add(ObjectNode to, Usage usage, Instant now) {
        to.putObject("cpu").put("time", now.toString()).put("usageCoreNanoSeconds", usage.cpuNanos());
        to.putObject("memory").put("time", now.toString()).put("workingSetBytes", usage.memoryBytes());
    }

    /** By pod uid, then by container name. */
    private static Map<String, Map<String, Usage>> usages(NodeWorker node) {
        Map<String, Map<String, Usage>> result = new HashMap<>();
        List<EngineContainer> running = node
                .context()
                .engine()
                .list(Map.of(
                        ContainerLabels.OWNER,
                        node.context().host().owner(),
                        ContainerLabels.TYPE,
                        ContainerLabels.CONTAINER))
                .stream()
                .filter(EngineContainer::running)
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<EngineContainer, Future<Optional<Usage>>> answers = new HashMap<>();
            for (EngineContainer one : running) {
                Callable<Optional<Usage>> ask = () -> node.context().engine().usage(one.id());
                answers.put(one, threads.submit(ask));
            }
            answers.forEach((one, answer) -> usage(answer)
                    .ifPresent(
                            usage -> result.computeIfAbsent(one.label(ContainerLabels.POD_UID), uid -> new HashMap<>())
                                    .put(one.label(ContainerLabels.CONTAINER_NAME), usage)));
        }
        return result;
    }

    /** A container that ended meanwhile uses nothing. */
    private static Optional<Usage> usage(Future<Optional<Usage>> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException) {
                return Optional.empty();
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
