package io.shiplog.apiserver.tunnel;

import static io.shiplog.resources.json.Trees.number;
import static io.shiplog.resources.json.Trees.text;

import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.cluster.Nodes;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a pod's node agent answers, and which of the pod's containers is meant.
 *
 * @param host the node's internal address
 * @param port the port of its agent
 * @param container empty where the path has none
 */
record NodeAddress(String host, int port, String container) {
    private static final GroupResource NODES = Nodes.RESOURCE;
    private static final int KUBELET_PORT = 10_250;

    /**
     * Finds the agent of a pod.
     *
     * @param asked the container that the client names, empty for the only one
     * @throws io.shiplog.apiserver.status.ApiException 404 without the pod or its node, 400 for an unknown container or
     *     a pod that is on no node
     */
    static NodeAddress of(State state, RequestTarget pod, String asked) {
        StoredObject found = state.get(pod.stored(), pod.key());
        if (found == null) {
            throw Failures.notFound(pod.named(), pod.name()).exception();
        }
        ObjectNode tree = Trees.of(found);
        return of(state, pod, tree, container(tree, pod.name(), asked));
    }

    /** As {@link #of}, for what concerns the whole pod. */
    static NodeAddress ofPod(State state, RequestTarget pod) {
        StoredObject found = state.get(pod.stored(), pod.key());
        if (found == null) {
            throw Failures.notFound(pod.named(), pod.name()).exception();
        }
        return of(state, pod, Trees.of(found), "");
    }

    private static NodeAddress of(State state, RequestTarget pod, ObjectNode tree, String container) {
        String nodeName = text(tree, "spec", "nodeName");
        if (nodeName.isEmpty()) {
            throw Failures.badRequest("pod " + pod.name() + " does not have a host assigned")
                    .exception();
        }
        return ofNode(state, nodeName, container);
    }

    /**
     * Finds the agent of a node.
     *
     * @throws io.shiplog.apiserver.status.ApiException 404 without the node
     */
    static NodeAddress ofNode(State state, String nodeName) {
        return ofNode(state, nodeName, "");
    }

    private static NodeAddress ofNode(State state, String nodeName, String container) {
        StoredObject node = state.get(NODES, ObjectKey.cluster(nodeName));
        if (node == null) {
            throw Failures.notFound(NODES, nodeName).exception();
        }
        ObjectNode status = Trees.child(Trees.of(node), "status");
        for (JsonNode address : status.path("addresses")) {
            if (text(address, "type").equals("InternalIP")) {
                long port = number(status, KUBELET_PORT, "daemonEndpoints", "kubeletEndpoint", "Port");
                return new NodeAddress(text(address, "address"), (int) port, container);
            }
        }
        throw Failures.internal("node " + nodeName + " has no internal address").exception();
    }

    private static String container(ObjectNode pod, String name, String asked) {
        List<String> names = names(pod, "containers");
        if (asked.isEmpty()) {
            if (names.size() == 1) {
                return names.getFirst();
            }
            List<String> init = names(pod, "initContainers");
            throw Failures.badRequest("a container name must be specified for pod " + name + ", choose one of: ["
                            + String.join(" ", names) + "]"
                            + (init.isEmpty()
                                    ? ""
                                    : " or one of the init containers: [" + String.join(" ", init) + "]"))
                    .exception();
        }
        List<String> all = new ArrayList<>(names);
        all.addAll(names(pod, "initContainers"));
        all.addAll(names(pod, "ephemeralContainers"));
        if (!all.contains(asked)) {
            throw Failures.badRequest("container " + asked + " is not valid for pod " + name)
                    .exception();
        }
        return asked;
    }

    private static List<String> names(ObjectNode pod, String member) {
        List<String> names = new ArrayList<>();
        pod.path("spec").path(member).forEach(container -> names.add(text(container, "name")));
        return names;
    }
}
