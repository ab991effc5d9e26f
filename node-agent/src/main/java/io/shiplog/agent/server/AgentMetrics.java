package io.shiplog.agent.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shiplog.agent.pod.spec.KnownStatus;
import io.shiplog.agent.worker.NodeWorker;
import java.util.List;

/** What the agent tells Prometheus, computed when it is asked. */
final class AgentMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    AgentMetrics(ServedPods pods) {
        Gauge.builder("kubelet_running_pods", pods, AgentMetrics::runningPods)
                .description("Pods whose phase is Running")
                .register(registry);
        Gauge.builder("kubelet_running_containers", pods, AgentMetrics::runningContainers)
                .description("Containers that run")
                .register(registry);
        Gauge.builder("kubelet_desired_pods", pods, served -> served.all().count())
                .description("Pods that are assigned")
                .register(registry);
        Gauge.builder("shiplog_agent_container_restarts", pods, AgentMetrics::restarts)
                .description("Restarts of the containers that are assigned now")
                .register(registry);
        Gauge.builder("shiplog_agent_nodes", pods, served -> served.nodes().size())
                .description("Nodes that this agent is")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
    }

    /** Tells the names of nodes, which others are joined to by them. */
    void name(List<NodeWorker> nodes) {
        for (NodeWorker node : nodes) {
            Gauge.builder("kubelet.node.name", () -> 1)
                    .description("The node's name. The count is always 1.")
                    .tag("node", node.name())
                    .strongReference(true)
                    .register(registry);
        }
    }

    private static double runningPods(ServedPods pods) {
        return pods.all().filter(pod -> facts(pod).phase().equals("Running")).count();
    }

    private static double runningContainers(ServedPods pods) {
        return pods.all().mapToInt(pod -> facts(pod).running()).sum();
    }

    private static double restarts(ServedPods pods) {
        return pods.all().mapToInt(pod -> facts(pod).restarts()).sum();
    }

    private static KnownStatus.Facts facts(ServedPods.Served pod) {
        KnownStatus status = pod.worker().status();
        return (status == null ? pod.worker().assignment().document().status() : status).facts();
    }

    MeterRegistry registry() {
        return registry;
    }

    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
