package io.shiplog.resources.kinds.storage;

import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.Column;
import io.shiplog.resources.table.Read;
import io.shiplog.resources.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Tables of volumes, claims, storage classes and their drivers. */
public final class StorageTables {
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
    private static final String DEFAULT_CLASS_ANNOTATION = "storageclass.kubernetes.io/is-default-class";

    private StorageTables() {}

    public static TableSpec volumes() {
        return TableSpec.named()
                .showing(CLASS_ANNOTATION)
                .text("Capacity", "Size of the volume", Cell.text("spec.capacity.storage", ""))
                .text(
                        "Access Modes",
                        "How it can be mounted",
                        Cell.text(volume -> accessModes(Read.at(volume, "spec.accessModes"))))
                .text(
                        "Reclaim Policy",
                        "What happens after its release",
                        Cell.text("spec.persistentVolumeReclaimPolicy", ""))
                .text("Status", "Phase of the volume", Cell.text(StorageTables::phase))
                .text("Claim", "Claim that is bound to it", Cell.text(StorageTables::claim))
                .text("StorageClass", "Class of the volume", Cell.text(StorageTables::storageClass))
                .text(
                        "VolumeAttributesClass",
                        "Class of its attributes",
                        Cell.text("spec.volumeAttributesClassName", Read.UNSET))
                .text("Reason", "Why it is in this phase", Cell.text("status.reason", ""))
                .age()
                .wide("VolumeMode", "File system or block device", Cell.text("spec.volumeMode", Read.UNSET));
    }

    public static TableSpec claims() {
        return TableSpec.named()
                .showing(CLASS_ANNOTATION)
                .text("Status", "Phase of the claim", Cell.text(StorageTables::phase))
                .text("Volume", "Volume that is bound to it", Cell.text("spec.volumeName", ""))
                .text(
                        "Capacity",
                        "Size of that volume",
                        Cell.text(claim -> bound(claim) ? Read.text(claim, "status.capacity.storage") : ""))
                .text(
                        "Access Modes",
                        "How it can be mounted",
                        Cell.text(claim -> bound(claim) ? accessModes(Read.at(claim, "status.accessModes")) : ""))
                .text("StorageClass", "Class of the claim", Cell.text(StorageTables::storageClass))
                .text(
                        "VolumeAttributesClass",
                        "Class of its attributes",
                        Cell.text("spec.volumeAttributesClassName", Read.UNSET))
                .age()
                .wide("VolumeMode", "File system or block device", Cell.text("spec.volumeMode", Read.UNSET));
    }

    public static TableSpec storageClasses() {
        return TableSpec.empty()
                .showing(DEFAULT_CLASS_ANNOTATION)
                .add(
                        new Column("Name", "string", "name", "Name of the object", 0),
                        Cell.text(StorageTables::classWithDefault))
                .text("Provisioner", "Who makes the volumes", Cell.text("provisioner", ""))
                .text("ReclaimPolicy", "What happens after their release", Cell.text("reclaimPolicy", "Delete"))
                .text("VolumeBindingMode", "When they are bound", Cell.text("volumeBindingMode", Read.UNSET))
                .bool("AllowVolumeExpansion", "Whether they can grow", Cell.bool("allowVolumeExpansion", false))
                .age();
    }

    public static TableSpec attributesClasses() {
        return TableSpec.named()
                .text("DriverName", "Who changes the volumes", Cell.text("driverName", ""))
                .age();
    }

    public static TableSpec attachments() {
        return TableSpec.named()
                .text("Attacher", "Who attaches", Cell.text("spec.attacher", ""))
                .text("PV", "Volume to attach", Cell.text("spec.source.persistentVolumeName", ""))
                .text("Node", "Node to attach to", Cell.text("spec.nodeName", ""))
                .bool("Attached", "Whether it is attached", Cell.bool("status.attached", false))
                .age();
    }

    public static TableSpec csiNodes() {
        return TableSpec.named()
                .integer("Drivers", "Drivers on the node", Cell.size("spec.drivers"))
                .age();
    }

    public static TableSpec csiDrivers() {
        return TableSpec.named()
                .bool("AttachRequired", "Whether volumes are attached first", Cell.bool("spec.attachRequired", true))
                .bool("PodInfoOnMount", "Whether mounts are told their pod", Cell.bool("spec.podInfoOnMount", false))
                .bool("StorageCapacity", "Whether capacity is considered", Cell.bool("spec.storageCapacity", false))
                .text("TokenRequests", "Audiences of its tokens", Cell.text(StorageTables::tokenRequests))
                .bool("RequiresRepublish", "Whether mounts are repeated", Cell.bool("spec.requiresRepublish", false))
                .text(
                        "Modes",
                        "Kinds of volumes",
                        Cell.text(driver -> Read.orNone(Read.texts(Read.at(driver, "spec.volumeLifecycleModes"), ","))))
                .age();
    }

    public static TableSpec csiCapacities() {
        return TableSpec.named()
                .text("StorageClassName", "Class of the storage", Cell.text("storageClassName", ""))
                .text("Capacity", "Room that is left", Cell.text("capacity", Read.UNSET));
    }

    private static boolean bound(JsonNode claim) {
        return !Read.text(claim, "spec.volumeName").isEmpty();
    }

    private static String phase(JsonNode object) {
        return Read.isDeleted(object) ? "Terminating" : Read.text(object, "status.phase");
    }

    private static String accessModes(JsonNode modes) {
        List<String> present = new ArrayList<>();
        modes.forEach(mode -> present.add(mode.asString("")));
        List<String> letters = new ArrayList<>();
        for (String mode : List.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")) {
            if (present.contains(mode)) {
                letters.add(
                        switch (mode) {
                            case "ReadWriteOnce" -> "RWO";
                            case "ReadOnlyMany" -> "ROX";
                            case "ReadWriteMany" -> "RWX";
                            default -> "RWOP";
                        });
            }
        }
        return String.join(",", letters);
    }

    private static String claim(JsonNode volume) {
        JsonNode claim = Read.at(volume, "spec.claimRef");
        return claim.isObject() ? Read.text(claim, "namespace") + "/" + Read.text(claim, "name") : "";
    }

    private static String storageClass(JsonNode object) {
        String annotated =
                Read.at(object, "metadata.annotations").path(CLASS_ANNOTATION).asString("");
        return annotated.isEmpty() ? Read.text(object, "spec.storageClassName") : annotated;
    }

    private static String classWithDefault(JsonNode storageClass) {
        boolean isDefault = Read.at(storageClass, "metadata.annotations")
                .path(DEFAULT_CLASS_ANNOTATION)
                .asString("")
                .equals("true");
        return Read.text(storageClass, "metadata.name") + (isDefault ? " (default)" : "");
    }

    private static String tokenRequests(JsonNode driver) {
        JsonNode requests = Read.at(driver, "spec.tokenRequests");
        return requests.isEmpty() ? Read.UNSET : Read.joined(requests, "audience");
    }
}
