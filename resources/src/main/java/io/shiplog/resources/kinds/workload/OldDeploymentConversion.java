package io.shiplog.resources.kinds.workload;

import io.shiplog.resources.kind.Conversion;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code extensions/v1beta1} Deployments, as old manifests have them: without a selector they select the labels of
 * their template. They are answered as apps/v1.
 */
public final class OldDeploymentConversion implements Conversion {

    @Override
    public ObjectNode toStored(ObjectNode old, @Nullable ObjectNode stored) {
        ObjectNode deployment = old.deepCopy();
        if (deployment.get("spec") instanceof ObjectNode spec) {
            JsonNode rollback = spec.remove("rollbackTo");
            if (rollback != null && rollback.isObject()) {
                long revision = rollback.path("revision").asLong(0);
                deployment
                        .withObjectProperty("metadata")
                        .withObjectProperty("annotations")
                        .put("deprecated.deployment.rollback.to", Long.toString(revision));
            }
            JsonNode labels = spec.path("template").path("metadata").path("labels");
            if (spec.path("selector").isMissingNode() && labels.isObject()) {
                spec.putObject("selector").set("matchLabels", labels.deepCopy());
            }
        }
        return deployment;
    }

    @Override
    public ObjectNode toServed(ObjectNode stored) {
        return stored;
    }
}
