package io.shiplog.resources.kinds.device;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.selector.SelectableField;

/** Devices and the claims for them: resource.k8s.io. */
public final class Devices {
    private static final String GROUP = "resource.k8s.io/v1";

    public static final Kind CLASSES = Kind.ofCluster(GROUP, "DeviceClass", "deviceclasses")
            .rules(Rules.schemaOnly()
                    .countsGenerations()
                    .table(DeviceTables::deviceClasses)
                    .build());

    public static final Kind CLAIMS = Kind.namespaced(GROUP, "ResourceClaim", "resourceclaims")
            .status()
            .rules(Rules.schemaOnly().table(DeviceTables::claims).build());

    public static final Kind CLAIM_TEMPLATES = Kind.namespaced(GROUP, "ResourceClaimTemplate", "resourceclaimtemplates")
            .rules(Rules.schemaOnly().table(DeviceTables::claimTemplates).build());

    public static final Kind SLICES = Kind.ofCluster(GROUP, "ResourceSlice", "resourceslices")
            .rules(Rules.schemaOnly()
                    .countsGenerations()
                    .table(DeviceTables::slices)
                    .selectable(SelectableField.text("spec.nodeName"), SelectableField.text("spec.driver"))
                    .build());

    private Devices() {}
}
