package io.shiplog.reconcilers.loop;

import io.shiplog.journal.StoredObject;
import io.shiplog.journal.Write;
import io.shiplog.resources.admission.Admission;
import io.shiplog.resources.catalogue.Catalogue;
import io.shiplog.resources.catalogue.ResourceKind;
import io.shiplog.resources.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives the objects that controllers create the API server's defaults and initial members. The uid is the write's own. What
 * they replace is edited from the stored object, which has all of that. Immutable.
 *
 * @param catalogue the kinds; an object of another kind goes as it is
 */
public record AdmissionPreparation(Catalogue catalogue) implements Preparation {
    @Override
    public Write prepare(Write write, @Nullable StoredObject current, Instant now) {
        byte[] object = write.object();
        if (object == null || write.base() != 0) {
            return write;
        }
        ObjectNode json = Json.parse(object);
        ResourceKind kind = catalogue.byApiVersion(
                json.path("apiVersion").asString(""), json.path("kind").asString(""));
        if (kind == null) {
            return write;
        }
        JsonNode status = json.path("status").deepCopy();
        ObjectNode prepared = Admission.prepareForCreate(kind, json, now, write::uid);
        if (!status.isMissingNode()) {
            // Controllers know the status of what they make, such as an active Namespace or a Node that just reported.
            prepared.set("status", status);
        }
        return new Write(write.resource(), write.key(), write.uid(), 0, Json.bytes(prepared));
    }
}
