package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.defaults.Fill;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What upstream fills into a pod's volume: file modes, token lifetimes, and emptyDir where no source is given. */
public final class VolumeDefaults {
    private static final int FILE_MODE = 0644;
    private static final int TOKEN_LIFETIME_SECONDS = 3600;

    private VolumeDefaults() {}

    public static void apply(ObjectNode volume) {
        if (volume.size() == 1 && volume.has("name")) {
            volume.putObject("emptyDir");
        }
        for (String source : List.of("secret", "configMap", "downwardAPI", "projected")) {
            Fill.in(volume, source, files -> Fill.number(files, "defaultMode", FILE_MODE));
        }
        Fill.in(volume, "downwardAPI", VolumeDefaults::fieldVersions);
        Fill.in(
                volume,
                "projected",
                projected -> Fill.each(projected, "sources", source -> {
                    Fill.in(source, "downwardAPI", VolumeDefaults::fieldVersions);
                    Fill.in(
                            source,
                            "serviceAccountToken",
                            token -> Fill.number(token, "expirationSeconds", TOKEN_LIFETIME_SECONDS));
                }));
        Fill.in(volume, "hostPath", path -> {
            if (!path.has("type")) {
                path.put("type", "");
            }
        });
        Fill.in(
                volume,
                "image",
                image -> Fill.text(
                        image,
                        "pullPolicy",
                        ContainerDefaults.pullPolicy(image.path("reference").asString(""))));
        network(volume);
        Fill.in(
                volume,
                "ephemeral",
                ephemeral -> Fill.in(
                        ephemeral,
                        "volumeClaimTemplate",
                        template -> Fill.in(template, "spec", spec -> Fill.text(spec, "volumeMode", "Filesystem"))));
    }

    /** Sources that pods and persistent volumes share. */
    public static void network(ObjectNode source) {
        Fill.in(source, "iscsi", iscsi -> Fill.text(iscsi, "iscsiInterface", "default"));
        Fill.in(source, "rbd", rbd -> {
            Fill.text(rbd, "pool", "rbd");
            Fill.text(rbd, "user", "admin");
            Fill.text(rbd, "keyring", "/etc/ceph/keyring");
        });
        Fill.in(source, "azureDisk", disk -> {
            Fill.text(disk, "cachingMode", "ReadWrite");
            Fill.text(disk, "kind", "Shared");
            Fill.text(disk, "fsType", "ext4");
            Fill.bool(disk, "readOnly", false);
        });
        Fill.in(source, "scaleIO", scaleIo -> {
            Fill.text(scaleIo, "storageMode", "ThinProvisioned");
            Fill.text(scaleIo, "fsType", "xfs");
        });
    }

    private static void fieldVersions(ObjectNode downward) {
        Fill.each(downward, "items", ContainerDefaults::valueSource);
    }
}
