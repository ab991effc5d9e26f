package io.shiplog.resources.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields that each kind can be selected by, beside its name and namespace (Kubernetes 1.34). */
final class SelectableFields {
    private static final List<String> EVERY_KIND = List.of("metadata.name", "metadata.namespace");

    /** By {@code Kind} in the core group and {@code Kind.group} elsewhere. */
    private static final Map<String, List<String>> BY_KIND = Map.ofEntries(
            Map.entry(
                    "Pod",
                    List.of(
                            "spec.nodeName",
                            "spec.restartPolicy",
                            "spec.schedulerName",
                            "spec.serviceAccountName",
                            "spec.hostNetwork",
                            "status.phase",
                            "status.podIP",
                            "status.podIPs",
                            "status.nominatedNodeName")),
            Map.entry("Node", List.of("spec.unschedulable")),
            Map.entry(
                    "Event",
                    List.of(
                            "involvedObject.kind",
                            "involvedObject.namespace",
                            "involvedObject.name",
                            "involvedObject.uid",
                            "involvedObject.apiVersion",
                            "involvedObject.resourceVersion",
                            "involvedObject.fieldPath",
                            "reason",
                            "reportingComponent",
                            "source",
                            "type")),
            Map.entry(
                    "Event.events.k8s.io",
                    List.of(
                            "regarding.kind",
                            "regarding.namespace",
                            "regarding.name",
                            "regarding.uid",
                            "regarding.apiVersion",
                            "regarding.resourceVersion",
                            "regarding.fieldPath",
                            "reason",
                            "reportingController",
                            "type")),
            Map.entry("Secret", List.of("type")),
            Map.entry("Namespace", List.of("status.phase")),
            Map.entry("Service", List.of("spec.clusterIP", "spec.type")),
            Map.entry("ReplicationController", List.of("status.replicas")),
            Map.entry("ReplicaSet.apps", List.of("status.replicas")),
            Map.entry("ResourceSlice.resource.k8s.io", List.of("spec.nodeName", "spec.driver")),
            Map.entry("Job.batch", List.of("status.successful")),
            Map.entry("CertificateSigningRequest.certificates.k8s.io", List.of("spec.signerName")));

    private SelectableFields() {}

    static List<String> of(String group, String kind) {
        List<String> fields = new ArrayList<>(EVERY_KIND);
        fields.addAll(own(group, kind));
        return fields;
    }

    static void check(String group, String kind, String field) {
        if (EVERY_KIND.contains(field) || own(group, kind).contains(field)) {
            return;
        }
        throw new SelectorException(
                switch (kind) {
                    case "Job" -> "field label \"" + field + "\" not supported for Job";
                    case "StatefulSet" -> "field label not supported for appsv1.StatefulSet: " + field;
                    default ->
                        own(group, kind).isEmpty()
                                ? '"' + field
                                        + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                                : "field label not supported: " + field;
                });
    }

    private static List<String> own(String group, String kind) {
        return BY_KIND.getOrDefault(group.isEmpty() ? kind : kind + "." + group, List.of());
    }
}
