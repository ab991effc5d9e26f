package io.shiplog.reconcilers.volumes;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.Index;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.storage.Volumes;
import io.shiplog.resources.quantity.Amounts;
import io.shiplog.resources.quantity.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What binding asks of a PersistentVolume.
 *
 * @param kind what it offers
 * @param capacity null when it does not say
 * @param claim whom it is for, null for whoever comes first
 * @param reclaim Retain, Delete or Recycle
 * @param phase what its status says
 */
record VolumeFacts(
        Offer kind, @Nullable Quantity capacity, @Nullable ClaimRef claim, String reclaim, String phase) {
    /** Volumes that are for a claim, by its namespace and name. */
    static final Index BY_CLAIM = Index.of("claim", Volumes.RESOURCE, volume -> {
        ClaimRef claim = of(volume).claim();
        return claim == null ? List.of() : List.of(claim.namespace() + "/" + claim.name());
    });

    /** Volumes that are for nobody yet, by their class. */
    static final Index FREE = Index.of("free", Volumes.RESOURCE, volume -> {
        VolumeFacts facts = of(volume);
        return facts.claim() == null ? List.of(facts.kind().storageClass()) : List.of();
    });

    private static final Decoder<VolumeFacts> DECODER = new Decoder<>(VolumeFacts.class, VolumeFacts::read);

    /**
     * What a volume offers, or a claim asks for.
     *
     * @param storageClass empty for none
     * @param mode Filesystem or Block
     */
    record Offer(String storageClass, String mode, Set<String> accessModes) {
        Offer {
            accessModes = Set.copyOf(accessModes);
        }

        static Offer read(JsonNode spec) {
            var modes = new HashSet<String>();
            spec.path("accessModes").forEach(mode -> modes.add(mode.asString("")));
            return new Offer(
                    spec.path("storageClassName").asString(""),
                    spec.path("volumeMode").asString("Filesystem"),
                    modes);
        }

        /** Whether whoever asks for this is served by {@code other}. */
        boolean isServedBy(Offer other) {
            return storageClass.equals(other.storageClass)
                    && mode.equals(other.mode)
                    && other.accessModes.containsAll(accessModes);
        }
    }

    /** @param uid empty where whoever made the volume did not know it */
    record ClaimRef(String namespace, String name, String uid) {
        boolean means(StoredObject claim) {
            return namespace.equals(claim.key().namespace())
                    && name.equals(claim.key().name())
                    && (uid.isEmpty() || uid.equals(claim.uid()));
        }
    }

    static VolumeFacts of(StoredObject volume) {
        return volume.facts(DECODER);
    }

    private static VolumeFacts read(byte[] bytes) {
        ObjectNode json = Json.parse(bytes);
        JsonNode spec = json.path("spec");
        JsonNode claim = spec.path("claimRef");
        return new VolumeFacts(
                Offer.read(spec),
                Amounts.of(spec.path("capacity")).get("storage"),
                claim.isObject()
                        ? new ClaimRef(
                                claim.path("namespace").asString(""),
                                claim.path("name").asString(""),
                                claim.path("uid").asString(""))
                        : null,
                spec.path("persistentVolumeReclaimPolicy").asString("Retain"),
                json.path("status").path("phase").asString(""));
    }
}
