package io.shiplog.resources.kinds.storage;

import io.shiplog.resources.defaults.Fill;
import io.shiplog.resources.kinds.pod.VolumeDefaults;
import tools.jackson.databind.node.ObjectNode;

/** What upstream fills into volumes, claims and storage classes. */
public final class StorageDefaults {
    private StorageDefaults() {}

    public static void claim(ObjectNode claim) {
        ObjectNode spec = Fill.object(claim, "spec");
        Fill.text(spec, "volumeMode", "Filesystem");
        Fill.object(spec, "resources");
    }

    public static void volume(ObjectNode volume) {
        ObjectNode spec = Fill.object(volume, "spec");
        Fill.text(spec, "persistentVolumeReclaimPolicy", "Retain");
        Fill.text(spec, "volumeMode", "Filesystem");
        Fill.in(spec, "hostPath", path -> {
            if (!path.has("type")) {
                path.put("type", "");
            }
        });
        VolumeDefaults.network(spec);
    }

    public static void storageClass(ObjectNode storageClass) {
        Fill.text(storageClass, "reclaimPolicy", "Delete");
        Fill.text(storageClass, "volumeBindingMode", "Immediate");
    }

    public static void csiDriver(ObjectNode driver) {
        ObjectNode spec = Fill.object(driver, "spec");
        Fill.bool(spec, "attachRequired", true);
        Fill.bool(spec, "podInfoOnMount", false);
        Fill.bool(spec, "storageCapacity", false);
        Fill.text(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
        Fill.bool(spec, "requiresRepublish", false);
        Fill.bool(spec, "seLinuxMount", false);
        if (!spec.has("volumeLifecycleModes")) {
            spec.putArray("volumeLifecycleModes").add("Persistent");
        }
    }

    /** Upstream always writes the list out. */
    public static void csiNode(ObjectNode node) {
        ObjectNode spec = Fill.object(node, "spec");
        if (!spec.has("drivers")) {
            spec.putNull("drivers");
        }
    }
}
