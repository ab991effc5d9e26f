package io.shiplog.scheduler;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectJson;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.scheduler.cluster.ClusterContext;
import io.shiplog.scheduler.cluster.Node;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.FilterPlugin;
import io.shiplog.scheduler.framework.Filters;
import io.shiplog.scheduler.framework.Rejection;
import io.shiplog.scheduler.read.NodeReader;
import io.shiplog.scheduler.read.PodInfoReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects for tests, written as the YAML that a user would write, and read by the scheduler's own readers. */
public final class Given {
    private Given() {}

    /** A stored object from YAML without kind and metadata.name. */
    public static StoredObject stored(GroupResource resource, String key, long resourceVersion, String yaml) {
        ObjectKey objectKey = ObjectKey.parse(key);
        var json = Json.parseYaml((yaml.isBlank() ? "{}" : yaml).getBytes(UTF_8));
        var metadata = json.get("metadata") instanceof tools.jackson.databind.node.ObjectNode known
                ? known
                : json.putObject("metadata");
        metadata.put("name", objectKey.name()).put("namespace", objectKey.namespace());
        if (!metadata.has("uid")) {
            metadata.put("uid", "uid-" + objectKey.name());
        }
        String uid = metadata.path("uid").asString("");
        byte[] bytes = ObjectJson.withResourceVersion(Json.bytes(json), resourceVersion);
        return new StoredObject(resource, objectKey, uid, resourceVersion, bytes);
    }

    public static PodInfo pod(String name, String yaml) {
        String key = name.contains("/") ? name : "default/" + name;
        return PodInfoReader.read(stored(Pods.RESOURCE, key, 1, yaml), ClusterContext.NONE);
    }

    /** A pod of one container that requests {@code cpu}. */
    public static PodInfo pod(String name, String node, String cpu) {
        return pod(name, requesting(node, cpu, ""));
    }

    /**
     * The YAML of a pod of one container; an empty node means none, an empty cpu no request; {@code more} goes into
     * spec.
     */
    public static String requesting(String node, String cpu, String more) {
        return """
                spec:
                  nodeName: "%s"
                  containers:
                  - name: c
                    image: busybox
                    resources: {requests: {%s}}
                %s
                """.formatted(node, cpu.isEmpty() ? "" : "cpu: \"" + cpu + "\"", more.indent(2));
    }

    public static Node node(String name, String yaml) {
        return NodeReader.read(stored(Nodes.RESOURCE, name, 1, yaml));
    }

    /** The YAML of a node with 110 pods, {@code cpu} and 8 GiB, its hostname label and those of {@code labels}. */
    public static String sized(String name, String cpu, String labels) {
        return """
                metadata:
                  labels: {kubernetes.io/hostname: %s%s}
                status:
                  allocatable: {cpu: "%s", memory: 8Gi, pods: "110"}
                """.formatted(name, labels.isEmpty() ? "" : ", " + labels, cpu);
    }

    public static Node node(String name, String cpu, String labels) {
        return node(name, sized(name, cpu, labels));
    }

    public static Snapshot snapshot(List<Node> nodes, PodInfo... pods) {
        Snapshot snapshot = Snapshot.EMPTY;
        for (Node node : nodes) {
            snapshot = snapshot.with(node);
        }
        for (PodInfo pod : pods) {
            snapshot = snapshot.with(pod);
        }
        return snapshot;
    }

    /** What one plugin alone says: null when the pod fits on the node. */
    public static @Nullable Rejection rejection(FilterPlugin plugin, PodInfo pod, Snapshot snapshot, String node) {
        var info = snapshot.node(node);
        if (info == null) {
            throw new IllegalArgumentException("no node " + node);
        }
        var prepared = new Filters(List.of(plugin)).prepare(pod, snapshot);
        if (!prepared.considers(node)) {
            return Rejection.unresolvable("not considered", plugin.name(), java.util.Set.of());
        }
        return prepared.reject(info);
    }

    /** The reasons of {@link #rejection}, none when the pod fits. */
    public static List<String> reasons(FilterPlugin plugin, PodInfo pod, Snapshot snapshot, String node) {
        Rejection rejection = rejection(plugin, pod, snapshot, node);
        return rejection == null ? List.of() : rejection.reasons();
    }
}
