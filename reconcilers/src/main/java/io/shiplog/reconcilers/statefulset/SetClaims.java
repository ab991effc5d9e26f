package io.shiplog.reconcilers.statefulset;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.reconcilers.objects.OwnerReference;
import io.shiplog.resources.kinds.storage.Volumes;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The claims of a StatefulSet's pods: made before the pod, without an owner; whom they go with is said once the pod is
 * there (stateful_pod_control.go, v1.34).
 *
 * @param owner how they refer to the StatefulSet
 */
record SetClaims(View view, StoredObject set, OwnerReference owner, SetSpec spec) {

    static String templateName(JsonNode template) {
        return template.path("metadata").path("name").asString("");
    }

    static String name(JsonNode template, StoredObject set, int ordinal) {
        return templateName(template) + "-" + set.key().name() + "-" + ordinal;
    }

    /** The claims that the pod of a number still lacks. */
    List<NewObject> missing(int ordinal, ReconcileContext moment) {
        var missing = new ArrayList<NewObject>();
        for (JsonNode template : spec.pods().claims()) {
            ObjectKey key = key(template, ordinal);
            if (view.get(Volumes.CLAIM_RESOURCE, key) == null) {
                missing.add(made(template, key, moment));
            }
        }
        return missing;
    }

    /** Why no pod can be made on the claims that are there; null when nothing speaks against it. */
    @Nullable
    String obstacle(int ordinal) {
        for (StoredObject claim : existing(ordinal)) {
            if (claim.facts().deleting()) {
                return "pvc " + claim.key().name() + " is being deleted";
            }
        }
        return null;
    }

    /** Whether a claim still belongs to an earlier pod of the number, which is gone and takes it along. */
    boolean isStale(int ordinal) {
        String pod = SetPod.key(set, ordinal).name();
        return existing(ordinal).stream()
                .flatMap(claim -> claim.facts().owners().stream())
                .anyMatch(reference ->
                        reference.kind().equals("Pod") && reference.name().equals(pod));
    }

    /** The writes after which the claims of a pod go with whom the retention policy says. */
    List<PlannedWrite> retained(StoredObject pod, int ordinal) {
        boolean scaledDown = !spec.ordinals().includes(ordinal);
        boolean withPod = spec.pods().retention().deletedWhenScaled() && scaledDown;
        boolean withSet = spec.pods().retention().deletedWithSet() && !withPod;
        var writes = new ArrayList<PlannedWrite>();
        for (StoredObject claim : existing(ordinal)) {
            if (claim.resourceVersion() == 0) {
                continue;
            }
            Draft draft = Draft.of(claim);
            var podReference = new OwnerReference("v1", "Pod", pod.key().name(), pod.uid());
            refer(draft.metadata(), owner, withSet);
            refer(draft.metadata(), podReference, withPod);
            draft.write().ifPresent(writes::add);
        }
        return writes;
    }

    private List<StoredObject> existing(int ordinal) {
        var existing = new ArrayList<StoredObject>();
        for (JsonNode template : spec.pods().claims()) {
            StoredObject claim = view.get(Volumes.CLAIM_RESOURCE, key(template, ordinal));
            if (claim != null) {
                existing.add(claim);
            }
        }
        return existing;
    }

    private ObjectKey key(JsonNode template, int ordinal) {
        return new ObjectKey(set.key().namespace(), name(template, set, ordinal));
    }

    private NewObject made(JsonNode template, ObjectKey key, ReconcileContext moment) {
        var claim = new NewObject(Volumes.CLAIM_RESOURCE, "v1", "PersistentVolumeClaim", key, moment);
        JsonNode metadata = template.path("metadata");
        if (!metadata.path("annotations").isEmpty()) {
            claim.metadata().set("annotations", metadata.path("annotations").deepCopy());
        }
        ObjectNode labels = Draft.object(claim.metadata(), "labels");
        metadata.path("labels").properties().forEach(label -> labels.set(label.getKey(), label.getValue()));
        spec.pods().matchLabels().properties().forEach(label -> labels.set(label.getKey(), label.getValue()));
        claim.json().set("spec", template.path("spec").deepCopy());
        return claim;
    }

    private static void refer(ObjectNode metadata, OwnerReference reference, boolean wanted) {
        ArrayNode references = Draft.list(metadata, "ownerReferences");
        boolean there = references
                .valueStream()
                .anyMatch(each -> each.path("uid").asString("").equals(reference.uid()));
        if (wanted && !there) {
            references.add(reference.json());
        }
        Draft.removeFrom(
                metadata,
                "ownerReferences",
                each -> !wanted && each.path("uid").asString("").equals(reference.uid()));
    }
}
