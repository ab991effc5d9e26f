package io.shiplog.reconcilers.daemonset;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.reconcilers.objects.OwnerReference;
import io.shiplog.reconcilers.objects.TemplatePod;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.names.GeneratedNames;
import io.shiplog.resources.selector.NodeTerm;
import io.shiplog.resources.write.Draft;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod of a DaemonSet: which node it is for, and how it is made for one. */
final class DaemonPod {
    static final String HASH = "controller-revision-hash";
    static final String GENERATION = "pod-template-generation";

    /** How often in a row pods of this DaemonSet had failed on this node before the pod was made. */
    static final String FAILURES = "shiplog.io/failed-daemon-pods";

    /** Pods of DaemonSets by {@link #place}. */
    static final Index BY_PLACE = Index.of("daemon", Pods.RESOURCE, pod -> {
        Owner controller = pod.facts().controller();
        return controller != null && controller.kind().equals("DaemonSet")
                ? List.of(place(controller.uid(), node(pod)))
                : List.of();
    });

    /** Bound before unbound, then the oldest first (podByCreationTimestampAndPhase, v1.34). */
    static final Comparator<StoredObject> OLDEST_FIRST = Comparator.comparing(
                    (StoredObject pod) -> PodFacts.of(pod).node() == null)
            .thenComparing(pod -> PodFacts.of(pod).life().created(), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(StoredObject::key);

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final Decoder<Meant> MEANT = new Decoder<>(Meant.class, DaemonPod::meant);

    private DaemonPod() {}

    /**
     * What only a daemon pod says.
     *
     * @param node the node that its affinity names, empty for none
     * @param failures see {@link #FAILURES}
     */
    private record Meant(String node, int failures) {}

    /** A place of an index: a DaemonSet's uid and a node. */
    static String place(String uid, String node) {
        return uid + "/" + node;
    }

    /** The node that a pod runs on or is meant for; empty when it names none. */
    static String node(StoredObject pod) {
        String bound = PodFacts.of(pod).node();
        return bound == null ? pod.facts(MEANT).node() : bound;
    }

    static int failures(StoredObject pod) {
        return pod.facts(MEANT).failures();
    }

    /** Whether the pod is of the revision with {@code hash}. */
    static boolean isUpdated(StoredObject pod, DaemonSpec spec, String hash) {
        String generation = spec.history().generation();
        var labels = pod.facts().labels();
        return hash.equals(labels.get(HASH)) || !generation.isEmpty() && generation.equals(labels.get(GENERATION));
    }

    /** The first free key of a pod for {@code node}: its name follows from the owner's uid, the node and a counter. */
    static ObjectKey freeKey(View view, StoredObject daemonSet, String node) {
        String prefix = TemplatePod.prefix(daemonSet.key().name());
        for (int index = 0; ; index++) {
            String name = GeneratedNames.derived(prefix, daemonSet.uid(), node, Integer.toString(index));
            var key = new ObjectKey(daemonSet.key().namespace(), name);
            if (view.get(Pods.RESOURCE, key) == null) {
                return key;
            }
        }
    }

    /** The pod for {@code node}: whatever affinity to nodes its template requires is replaced by that node's name. */
    static NewObject made(
            ObjectKey key, DaemonSpec spec, OwnerReference owner, String hash, String node, ReconcileContext moment) {
        NewObject pod = TemplatePod.of(spec.template(), key, owner, moment);
        ObjectNode labels = Draft.object(pod.metadata(), "labels");
        labels.put(HASH, hash);
        if (!spec.history().generation().isEmpty()) {
            labels.put(GENERATION, spec.history().generation());
        }
        ObjectNode podSpec = Draft.object(pod.json(), "spec");
        ObjectNode required = Draft.object(Draft.object(Draft.object(podSpec, "affinity"), "nodeAffinity"), REQUIRED);
        required.removeAll();
        required.putArray("nodeSelectorTerms")
                .addObject()
                .putArray("matchFields")
                .addObject()
                .put("key", NodeTerm.NAME)
                .put("operator", "In")
                .putArray("values")
                .add(node);
        List<JsonNode> tolerations = DaemonTolerations.of(podSpec);
        podSpec.putArray("tolerations").addAll(tolerations);
        return pod;
    }

    private static Meant meant(byte[] bytes) {
        ObjectNode pod = Json.parse(bytes);
        String node = "";
        JsonNode terms = pod.at("/spec/affinity/nodeAffinity").path(REQUIRED).path("nodeSelectorTerms");
        for (JsonNode term : terms) {
            for (JsonNode field : term.path("matchFields")) {
                if (field.path("key").asString("").equals(NodeTerm.NAME)
                        && field.path("operator").asString("").equals("In")
                        && field.path("values").size() == 1) {
                    node = field.path("values").get(0).asString("");
                }
            }
        }
        String failures =
                pod.path("metadata").path("annotations").path(FAILURES).asString("");
        // Anyone may write an annotation: what is no small number counts for nothing.
        return new Meant(node, failures.matches("\\d{1,3}") ? Integer.parseInt(failures) : 0);
    }
}
