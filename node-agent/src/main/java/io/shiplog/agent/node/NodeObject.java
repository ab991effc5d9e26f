package io.shiplog.agent.node;

import io.shiplog.agent.engine.EngineInfo;
import io.shiplog.agent.engine.ImageInfo;
import io.shiplog.agent.pod.facts.AgentJson;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The Node object of a heartbeat. Pure. */
public final class NodeObject {
    private static final String KUBELET_VERSION = "v1.34.0+shiplog";

    private NodeObject() {}

    /**
     * The node as it is now.
     *
     * @param securePort the port of its authenticated server
     * @param before the last such object, from which transition times are kept; null at the start
     */
    public static ObjectNode of(NodeSettings settings, MachineFacts facts, int securePort, @Nullable JsonNode before) {
        ObjectNode node = AgentJson.object();
        node.put("kind", "Node").put("apiVersion", "v1");
        ObjectNode metadata = node.putObject("metadata");
        metadata.put("name", settings.name());
        ObjectNode labels = metadata.putObject("labels");
        labels(settings, facts.engine()).forEach(labels::put);
        ObjectNode spec = node.putObject("spec");
        if (!settings.taints().isEmpty()) {
            ArrayNode taints = spec.putArray("taints");
            settings.taints().forEach(taint -> addTaint(taint, taints));
        }
        ObjectNode status = node.putObject("status");
        capacity(settings, facts, status.putObject("capacity"));
        capacity(settings, facts, status.putObject("allocatable"));
        conditions(facts, before, status.putArray("conditions"));
        ArrayNode addresses = status.putArray("addresses");
        addresses.addObject().put("type", "InternalIP").put("address", settings.internalIp());
        addresses.addObject().put("type", "Hostname").put("address", settings.name());
        status.putObject("daemonEndpoints").putObject("kubeletEndpoint").put("Port", securePort);
        info(facts, status.putObject("nodeInfo"));
        ArrayNode images = status.putArray("images");
        for (ImageInfo image : facts.images()) {
            ObjectNode one = images.addObject();
            ArrayNode names = one.putArray("names");
            image.names().forEach(names::add);
            one.put("sizeBytes", image.sizeBytes());
        }
        return node;
    }

    private static Map<String, String> labels(NodeSettings settings, EngineInfo engine) {
        var labels = new TreeMap<String, String>();
        labels.put("beta.kubernetes.io/arch", engine.architecture());
        labels.put("beta.kubernetes.io/os", "linux");
        labels.put("kubernetes.io/arch", engine.architecture());
        labels.put("kubernetes.io/hostname", settings.name());
        labels.put("kubernetes.io/os", "linux");
        labels.putAll(settings.labels());
        return labels;
    }

    private static void addTaint(String text, ArrayNode to) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("a taint reads key=value:effect or key:effect, not " + text);
        }
        String key = text.substring(0, colon);
        int equals = key.indexOf('=');
        ObjectNode taint = to.addObject();
        taint.put("key", equals < 0 ? key : key.substring(0, equals));
        if (equals >= 0) {
            taint.put("value", key.substring(equals + 1));
        }
        taint.put("effect", text.substring(colon + 1));
    }

    private static void capacity(NodeSettings settings, MachineFacts facts, ObjectNode to) {
        NodeSettings.Capacity capacity = settings.capacity();
        to.put("cpu", capacity.cpu() == null ? Integer.toString(facts.engine().cpus()) : capacity.cpu());
        to.put("ephemeral-storage", facts.diskBytes() / 1024 + "Ki");
        to.put("hugepages-2Mi", "0");
        to.put("memory", capacity.memory() == null ? facts.engine().memoryBytes() / 1024 + "Ki" : capacity.memory());
        to.put("pods", Integer.toString(capacity.pods()));
    }

    private static void conditions(MachineFacts facts, @Nullable JsonNode before, ArrayNode to) {
        JsonNode last =
                before == null ? AgentJson.object() : before.path("status").path("conditions");
        condition(
                facts,
                last,
                to,
                "MemoryPressure",
                facts.memoryPressure(),
                facts.memoryPressure() ? "KubeletHasInsufficientMemory" : "KubeletHasSufficientMemory",
                facts.memoryPressure()
                        ? "kubelet has insufficient memory available"
                        : "kubelet has sufficient memory available");
        condition(
                facts,
                last,
                to,
                "DiskPressure",
                facts.diskPressure(),
                facts.diskPressure() ? "KubeletHasDiskPressure" : "KubeletHasNoDiskPressure",
                facts.diskPressure() ? "kubelet has disk pressure" : "kubelet has no disk pressure");
        condition(
                facts,
                last,
                to,
                "PIDPressure",
                false,
                "KubeletHasSufficientPID",
                "kubelet has sufficient PID available");
        boolean ready = facts.engineFailure().isEmpty();
        condition(
                facts,
                last,
                to,
                "Ready",
                ready,
                ready ? "KubeletReady" : "KubeletNotReady",
                ready ? "kubelet is posting ready status" : facts.engineFailure());
    }

    private static void condition(
            MachineFacts facts,
            JsonNode last,
            ArrayNode to,
            String type,
            boolean holds,
            String reason,
            String message) {
        String now = String.valueOf(facts.now().truncatedTo(ChronoUnit.SECONDS));
        String value = holds ? "True" : "False";
        String since = now;
        for (JsonNode one : last) {
            if (one.path("type").asString("").equals(type)
                    && one.path("status").asString("").equals(value)) {
                since = one.path("lastTransitionTime").asString(now);
            }
        }
        to.addObject()
                .put("type", type)
                .put("status", value)
                .put("lastHeartbeatTime", now)
                .put("lastTransitionTime", since)
                .put("reason", reason)
                .put("message", message);
    }

    private static void info(MachineFacts facts, ObjectNode to) {
        EngineInfo engine = facts.engine();
        to.put("machineID", facts.machineId());
        to.put("systemUUID", facts.machineId());
        to.put("bootID", facts.bootId());
        to.put("kernelVersion", engine.kernelVersion());
        to.put("osImage", engine.osImage());
        to.put("containerRuntimeVersion", engine.runtimeVersion());
        to.put("kubeletVersion", KUBELET_VERSION);
        to.put("kubeProxyVersion", "");
        to.put("operatingSystem", "linux");
        to.put("architecture", engine.architecture());
    }
}
