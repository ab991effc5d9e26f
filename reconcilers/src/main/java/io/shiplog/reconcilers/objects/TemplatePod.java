package io.shiplog.reconcilers.objects;

import io.shiplog.objects.ObjectKey;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.names.Names;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pod made of a template (pkg/controller's GetPodFromTemplate, v1.34). Its first status is admission's to give, as
 * for pods that users make.
 */
public final class TemplatePod {
    private TemplatePod() {}

    /** What the names of {@code owner}'s pods begin with: a name without room for a dash is the prefix itself. */
    public static String prefix(String owner) {
        return Names.dns1123Subdomain(owner + "-x").isEmpty() ? owner + "-" : owner;
    }

    /** The pod {@code key} of {@code owner}, which shares nothing with the template. */
    public static NewObject of(JsonNode template, ObjectKey key, OwnerReference owner, ReconcileContext moment) {
        var pod = new NewObject(Pods.RESOURCE, "v1", "Pod", key, moment);
        ObjectNode metadata = pod.metadata();
        metadata.put("generateName", prefix(owner.name()));
        JsonNode from = template.path("metadata");
        copy(from, metadata, "labels");
        copy(from, metadata, "annotations");
        pod.controlledBy(owner);
        copy(from, metadata, "finalizers");
        if (template.get("spec") instanceof ObjectNode spec) {
            pod.json().set("spec", spec.deepCopy());
        }
        return pod;
    }

    private static void copy(JsonNode from, ObjectNode to, String member) {
        JsonNode value = from.path(member);
        if (!value.isEmpty()) {
            to.set(member, value.deepCopy());
        }
    }
}
