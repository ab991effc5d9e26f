package io.shiplog.resources.kinds.storage;

import io.shiplog.resources.Field;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.validation.Changes;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Classes of storage and their drivers: storage.k8s.io. */
public final class Storage {
    private static final String GROUP = "storage.k8s.io/v1";

    public static final Kind DRIVERS = Kind.ofCluster(GROUP, "CSIDriver", "csidrivers")
            .rules(Rules.schemaOnly()
                    .defaults(StorageDefaults::csiDriver)
                    .table(StorageTables::csiDrivers)
                    .build());

    public static final Kind NODES = Kind.ofCluster(GROUP, "CSINode", "csinodes")
            .rules(Rules.validatedBy(NodeDriverRules::check)
                    .saysWhatIsRequired()
                    .defaults(StorageDefaults::csiNode)
                    .table(StorageTables::csiNodes)
                    .build());

    public static final Kind CAPACITIES = Kind.namespaced(GROUP, "CSIStorageCapacity", "csistoragecapacities")
            .rules(Rules.schemaOnly().table(StorageTables::csiCapacities).build());

    public static final Kind CLASSES = Kind.ofCluster(GROUP, "StorageClass", "storageclasses")
            .shortNames("sc")
            .rules(Rules.schemaOnly()
                    .changes(Storage::classChanges)
                    .defaults(StorageDefaults::storageClass)
                    .table(StorageTables::storageClasses)
                    .build());

    public static final Kind ATTACHMENTS = Kind.ofCluster(GROUP, "VolumeAttachment", "volumeattachments")
            .status()
            .rules(Rules.schemaOnly()
                    .table(StorageTables::attachments)
                    .needsVersion()
                    .build());

    public static final Kind ATTRIBUTES = Kind.ofCluster(GROUP, "VolumeAttributesClass", "volumeattributesclasses")
            .shortNames("vac")
            .rules(Rules.schemaOnly().table(StorageTables::attributesClasses).build());

    private Storage() {}

    private static void classChanges(Field root, ObjectNode old) {
        for (String member : List.of("parameters", "provisioner", "reclaimPolicy")) {
            Changes.forbidden(root.at(member), old.path(member), "updates to " + member + " are forbidden.");
        }
    }
}
