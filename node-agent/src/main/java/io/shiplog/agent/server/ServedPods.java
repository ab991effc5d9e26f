package io.shiplog.agent.server;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.spec.KnownStatus;
import io.shiplog.agent.pod.spec.PodDocument;
import io.shiplog.agent.worker.NodeWorker;
import io.shiplog.agent.worker.PodWorker;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The pods of the nodes that these servers serve. */
final class ServedPods {
    /** A pod and the node that runs it. */
    record Served(NodeWorker node, PodWorker worker) {
        String podIp() {
            KnownStatus status = worker.status();
            return status == null ? "" : status.facts().podIp();
        }

        /** The pod as it is: what was assigned, with the status that is reported; the caller's own. */
        ObjectNode json() {
            PodDocument pod = worker.assignment().document();
            KnownStatus status = worker.status();
            return (status == null ? pod : pod.with(status)).tree();
        }

        /** The instances of one of the pod's containers, newest first. Blocks on the engine. */
        List<EngineContainer> instances(String container) {
            Map<String, String> labels = Map.of(
                    ContainerLabels.OWNER,
                    node.context().host().owner(),
                    ContainerLabels.POD_UID,
                    worker.assignment().uid(),
                    ContainerLabels.CONTAINER_NAME,
                    container,
                    ContainerLabels.TYPE,
                    ContainerLabels.CONTAINER);
            return node.context().engine().list(labels).stream()
                    .sorted(Comparator.comparingInt(
                                    (EngineContainer one) -> Integer.parseInt(one.label(ContainerLabels.RESTART_COUNT)))
                            .reversed())
                    .toList();
        }

        /**
         * The running instance of a container.
         *
         * @throws RequestException 404 when the pod has no such container, 400 when it does not run
         */
        EngineContainer running(String container) {
            String name = worker.assignment().name();
            requireContainer(container);
            return instances(container).stream()
                    .filter(EngineContainer::running)
                    .findFirst()
                    .orElseThrow(
                            () -> RequestException.badRequest("unable to upgrade connection: container not found (\""
                                    + container + "\") in pod " + name));
        }

        void requireContainer(String container) {
            JsonNode spec = worker.assignment().json().path("spec");
            boolean known = Stream.of("containers", "initContainers", "ephemeralContainers")
                    .flatMap(list -> spec.path(list).valueStream())
                    .anyMatch(one -> one.path("name").asString("").equals(container));
            if (!known) {
                throw RequestException.notFound("container " + container + " not found in pod "
                        + worker.assignment().name());
            }
        }
    }

    private volatile List<NodeWorker> nodes = List.of();

    void serve(List<NodeWorker> served) {
        nodes = List.copyOf(served);
    }

    List<NodeWorker> nodes() {
        return nodes;
    }

    Stream<Served> all() {
        return nodes.stream().flatMap(node -> node.pods().stream().map(worker -> new Served(node, worker)));
    }

    /** @throws RequestException 404 when no such pod is here */
    Served find(String namespace, String name) {
        return all().filter(pod -> pod.worker().assignment().namespace().equals(namespace)
                        && pod.worker().assignment().name().equals(name))
                .min(Comparator.comparing((Served pod) -> pod.worker().removed())
                        .thenComparing(pod -> pod.worker().assignment().deleting()))
                .orElseThrow(() -> RequestException.notFound("pod \"" + name + "_" + namespace + "\" not found"));
    }
}
