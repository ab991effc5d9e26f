package io.shiplog.resources.admission;

import io.shiplog.resources.json.JsonEquality;
import io.shiplog.resources.kind.Kind;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Which kinds count the generations of their specification, and what makes a new one. */
final class Generations {
    private static final Set<String> TRACKED = Set.of(
            "pods",
            "replicationcontrollers",
            "deployments.apps",
            "replicasets.apps",
            "daemonsets.apps",
            "statefulsets.apps",
            "jobs.batch",
            "cronjobs.batch",
            "poddisruptionbudgets.policy",
            "ingresses.networking.k8s.io",
            "ingressclasses.networking.k8s.io",
            "networkpolicies.networking.k8s.io",
            "endpointslices.discovery.k8s.io",
            "deviceclasses.resource.k8s.io",
            "resourceslices.resource.k8s.io",
            "priorityclasses.scheduling.k8s.io",
            "flowschemas.flowcontrol.apiserver.k8s.io",
            "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
            "validatingwebhookconfigurations.admissionregistration.k8s.io",
            "mutatingwebhookconfigurations.admissionregistration.k8s.io",
            "validatingadmissionpolicies.admissionregistration.k8s.io",
            "validatingadmissionpolicybindings.admissionregistration.k8s.io",
            "customresourcedefinitions.apiextensions.k8s.io");

    private static final Set<String> NOT_SPECIFICATION = Set.of("kind", "apiVersion", "metadata", "status");

    private Generations() {}

    /** Custom resources always count. */
    static boolean tracked(Kind kind) {
        return kind.custom() || TRACKED.contains(kind.groupResource());
    }

    static void afterUpdate(Kind kind, ObjectNode object, ObjectNode old) {
        if (tracked(kind) && changed(kind, object, old)) {
            long before = old.path("metadata").path("generation").asLong(0);
            Members.object(object, "metadata").put("generation", before + 1);
        }
    }

    private static boolean changed(Kind kind, ObjectNode object, ObjectNode old) {
        // A Deployment's controller follows its annotations too: a rollout is recorded there.
        if (kind.groupResource().equals("deployments.apps")
                && !JsonEquality.equal(
                        object.path("metadata").path("annotations"),
                        old.path("metadata").path("annotations"))) {
            return true;
        }
        if (kind.groupResource().equals("endpointslices.discovery.k8s.io")
                && !JsonEquality.equal(
                        object.path("metadata").path("labels"),
                        old.path("metadata").path("labels"))) {
            return true;
        }
        Set<String> names = new HashSet<>(object.propertyNames());
        names.addAll(old.propertyNames());
        names.removeAll(NOT_SPECIFICATION);
        return names.stream().anyMatch(name -> !JsonEquality.equal(object.get(name), old.get(name)));
    }
}
