package io.shiplog.agent.server;

import io.shiplog.agent.engine.EngineInfo;
import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.worker.NodeWorker;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What both servers answer: health, pods, metrics, usage. A {@code node} parameter picks one of several nodes. */
final class ReadRequests {
    private final UnaryOperator<ObjectNode> shown;
    private final ServedPods pods;
    private final AgentMetrics metrics;
    private final Blocking blocking;
    private final InstantSource clock;

    /** @param shown what those who ask may see of a pod, which it may change */
    ReadRequests(
            UnaryOperator<ObjectNode> shown,
            ServedPods pods,
            AgentMetrics metrics,
            Blocking blocking,
            InstantSource clock) {
        this.shown = shown;
        this.pods = pods;
        this.metrics = metrics;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** @throws RequestException 404 for a path that is not served */
    void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/healthz", "/healthz/ping", "/healthz/syncloop" -> Replies.text(response, "ok");
            case "/metrics" ->
                answer(
                        request,
                        () -> response.putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                                .end(metrics.scrape()));
            case "/pods", "/pods/" ->
                answer(request, () -> Replies.json(response, list(request.getParam("node"), false)));
            case "/runningpods", "/runningpods/" ->
                answer(request, () -> Replies.json(response, list(request.getParam("node"), true)));
            case "/spec", "/spec/" -> Replies.json(response, machine());
            case "/stats/summary" ->
                answer(request, () -> Replies.json(response, UsageSummary.of(node(request), clock.instant())));
            default -> throw RequestException.notFound("the node agent does not serve " + request.path());
        }
    }

    /** Off the event loop: there may be thousands of pods, and the engine may take its time. */
    private void answer(HttpServerRequest request, Runnable answer) {
        blocking.run(() -> Replies.guard(request, answer));
    }

    private ObjectNode list(String node, boolean runningOnly) {
        ObjectNode list = AgentJson.object();
        list.put("kind", "PodList").put("apiVersion", "v1");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        pods.all()
                .filter(pod ->
                        node == null || node.isEmpty() || pod.node().name().equals(node))
                .map(ServedPods.Served::json)
                .filter(pod -> !runningOnly
                        || pod.path("status").path("phase").asString("").equals("Running"))
                .map(shown)
                .forEach(items::add);
        return list;
    }

    private NodeWorker node(HttpServerRequest request) {
        String name = request.getParam("node");
        return pods.nodes().stream()
                .filter(node -> name == null || node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> RequestException.notFound("there is no such node here"));
    }

    private ObjectNode machine() {
        if (pods.nodes().isEmpty()) {
            throw RequestException.notFound("there is no node here yet");
        }
        EngineInfo info = pods.nodes().getFirst().context().engine().info();
        ObjectNode machine = AgentJson.object();
        machine.put("num_cores", info.cpus());
        machine.put("memory_capacity", info.memoryBytes());
        machine.put("kernel_version", info.kernelVersion());
        machine.put("os_version", info.osImage());
        return machine;
    }
}
