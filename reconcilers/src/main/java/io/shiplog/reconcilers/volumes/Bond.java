package io.shiplog.reconcilers.volumes;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A claim and its volume, tied to each other in one proposal, where upstream writes the volume's reference, its status,
 * the claim and the claim's status one after the other.
 */
record Bond(StoredObject claim, StoredObject volume) {
    static final String BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";

    /** What both still lack; nothing when they are bound. */
    List<PlannedWrite> writes(Instant now) {
        var writes = new ArrayList<PlannedWrite>(2);
        Draft boundVolume = Draft.of(volume);
        boolean chosen = !boundVolume.json().path("spec").path("claimRef").isObject();
        ObjectNode reference = Draft.object(boundVolume.spec(), "claimRef");
        if (!reference.path("uid").asString("").equals(claim.uid())) {
            reference
                    .put("kind", "PersistentVolumeClaim")
                    .put("namespace", claim.key().namespace())
                    .put("name", claim.key().name())
                    .put("uid", claim.uid())
                    .put("apiVersion", "v1")
                    .put("resourceVersion", Long.toString(claim.resourceVersion()));
        }
        if (chosen) {
            boundVolume.annotate(BY_CONTROLLER, "yes");
        }
        phase(boundVolume, "Bound", now);
        boundVolume.write().ifPresent(writes::add);
        boundClaim().write().ifPresent(writes::add);
        return writes;
    }

    private Draft boundClaim() {
        JsonNode spec = Json.parse(volume.json()).path("spec");
        Draft draft = Draft.of(claim);
        if (draft.json().path("spec").path("volumeName").asString("").isEmpty()) {
            draft.spec().put("volumeName", volume.key().name());
            draft.annotate(BY_CONTROLLER, "yes");
        }
        draft.annotate(ClaimFacts.BOUND, "yes");
        ObjectNode status = draft.status();
        status.put("phase", "Bound");
        status.set("accessModes", spec.path("accessModes").deepCopy());
        if (!status.path("capacity").isObject()) {
            status.set("capacity", spec.path("capacity").deepCopy());
        }
        return draft;
    }

    /** Puts a volume into a phase, and says when. */
    static void phase(Draft volume, String phase, Instant now) {
        ObjectNode status = volume.status();
        if (!status.path("phase").asString("").equals(phase)) {
            status.remove("message");
            status.remove("reason");
            status.put("phase", phase).put("lastPhaseTransitionTime", Times.text(now));
        }
    }
}
