package io.shiplog.reconcilers.volumes;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.Index;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.volumes.VolumeFacts.Offer;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.storage.Volumes;
import io.shiplog.resources.quantity.Amounts;
import io.shiplog.resources.quantity.Quantity;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What binding asks of a PersistentVolumeClaim.
 *
 * @param asked what kind of volume
 * @param request how large at least; null when it does not say
 * @param selector which volumes come into question
 * @param volume the volume's name, empty for none yet
 * @param isBound whether the binding has been completed once
 */
record ClaimFacts(Offer asked, @Nullable Quantity request, LabelSelector selector, String volume, boolean isBound) {
    static final String BOUND = "pv.kubernetes.io/bind-completed";

    /** Claims that wait for a volume, by their class. */
    static final Index WAITING = Index.of("waiting", Volumes.CLAIM_RESOURCE, claim -> {
        ClaimFacts facts = of(claim);
        return facts.isBound() ? List.of() : List.of(facts.asked().storageClass());
    });

    private static final Decoder<ClaimFacts> DECODER = new Decoder<>(ClaimFacts.class, ClaimFacts::read);

    static ClaimFacts of(StoredObject claim) {
        return claim.facts(DECODER);
    }

    private static ClaimFacts read(byte[] bytes) {
        ObjectNode json = Json.parse(bytes);
        JsonNode spec = json.path("spec");
        JsonNode selector = spec.path("selector");
        return new ClaimFacts(
                Offer.read(spec),
                Amounts.of(spec.path("resources").path("requests")).get("storage"),
                selector.isObject() ? LabelSelectors.of(selector) : LabelSelector.EVERYTHING,
                spec.path("volumeName").asString(""),
                json.path("metadata").path("annotations").has(BOUND));
    }
}
