package io.shiplog.agent.pod.spec;

import tools.jackson.databind.JsonNode;

/**
 * Where a container finds a volume.
 *
 * @param subPath the part of the volume
 * @param propagation HostToContainer, Bidirectional, or anything else for None
 */
public record VolumeMount(String volume, String path, SubPath subPath, boolean readOnly, String propagation) {

    /**
     * A part of a volume; {@code expression} may name variables of the container, and is empty when {@code path}
     * counts.
     */
    public record SubPath(String path, String expression) {}

    static VolumeMount read(JsonNode mount) {
        return new VolumeMount(
                JsonParts.text(mount, "name"),
                JsonParts.text(mount, "mountPath"),
                new SubPath(JsonParts.text(mount, "subPath"), JsonParts.text(mount, "subPathExpr")),
                JsonParts.isTrue(mount, "readOnly"),
                JsonParts.text(mount, "mountPropagation"));
    }
}
