package io.shiplog.apiserver.authn;

import io.shiplog.apiserver.write.WriteGuard;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a node may write into the objects that {@link NodeRights} lets it write: those that have its name, without
 * taking labels that others select nodes by, and without taints of its own choice later (apiserver's admission plugin
 * NodeRestriction, v1.34). Pure.
 */
public record NodeRestriction(Identity identity) implements WriteGuard {
    private static final GroupResource LEASES = new GroupResource("leases", "coordination.k8s.io");
    private static final GroupResource CSI_NODES = new GroupResource("csinodes", "storage.k8s.io");

    /** Of the labels of Kubernetes, those that a kubelet says of itself. */
    private static final Set<String> OWN_LABELS = Set.of(
            "beta.kubernetes.io/arch",
            "beta.kubernetes.io/instance-type",
            "beta.kubernetes.io/os",
            "failure-domain.beta.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone",
            "failure-domain.kubernetes.io/region",
            "failure-domain.kubernetes.io/zone",
            "kubernetes.io/arch",
            "kubernetes.io/hostname",
            "kubernetes.io/os",
            "node.kubernetes.io/instance-type",
            "topology.kubernetes.io/region",
            "topology.kubernetes.io/zone");

    @Override
    public @Nullable Refusal refusal(View view, List<Write> writes) {
        String node = identity.node().orElse("");
        if (node.isEmpty()) {
            return null;
        }
        Write write = writes.getFirst();
        String why = why(node, view, write);
        return why.isEmpty()
                ? null
                : Refusal.forbidden(write.resource(), write.key().name(), why, List.of());
    }

    private static String why(String node, View view, Write write) {
        String name = write.key().name();
        byte[] object = write.object();
        if (object == null) {
            return "";
        }
        StoredObject current = view.get(write.resource(), write.key());
        JsonNode old = current == null ? MissingNode.getInstance() : Trees.of(current);
        ObjectNode wanted = Json.parse(object);
        if (write.resource().equals(Nodes.RESOURCE)) {
            return name.equals(node)
                    ? ofItself(node, old, wanted)
                    : "node \"" + node + "\" is not allowed to modify node \"" + name + "\"";
        }
        if (write.resource().equals(LEASES) || write.resource().equals(CSI_NODES)) {
            return name.equals(node) ? "" : "can only access objects with the same name as the requesting node";
        }
        boolean labels = write.resource().equals(Pods.RESOURCE)
                && !old.isMissingNode()
                && !labels(old).equals(labels(wanted));
        return labels ? "node \"" + node + "\" cannot update labels through pod status" : "";
    }

    private static String ofItself(String node, JsonNode old, ObjectNode wanted) {
        Set<String> changed = new TreeSet<>();
        labels(wanted).propertyNames().forEach(changed::add);
        labels(old).propertyNames().forEach(changed::add);
        changed.removeIf(
                label -> Objects.equals(labels(old).get(label), labels(wanted).get(label)) || isFree(label));
        if (!changed.isEmpty()) {
            return "is not allowed to modify labels: " + String.join(", ", changed);
        }
        boolean taints = !old.isMissingNode()
                && !old.path("spec").path("taints").equals(wanted.path("spec").path("taints"));
        return taints ? "node \"" + node + "\" is not allowed to modify taints" : "";
    }

    private static JsonNode labels(JsonNode object) {
        return object.path("metadata").path("labels");
    }

    /** Whether a node may call itself so: nobody keeps others from running pods on it by such a label. */
    private static boolean isFree(String label) {
        int slash = label.indexOf('/');
        String domain = slash < 0 ? "" : label.substring(0, slash);
        boolean reserved = isBelow(domain, "kubernetes.io") || isBelow(domain, "k8s.io");
        return !reserved
                || OWN_LABELS.contains(label)
                || isBelow(domain, "kubelet.kubernetes.io")
                || isBelow(domain, "node.kubernetes.io");
    }

    private static boolean isBelow(String domain, String parent) {
        return domain.equals(parent) || domain.endsWith("." + parent);
    }
}
