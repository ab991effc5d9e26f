package io.shiplog.resources.kinds.storage;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.DeletionRules;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.QuotaRules;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.quantity.Amounts;
import io.shiplog.resources.quantity.Quantity;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** Volumes and claims for them. */
public final class Volumes {
    private static final String OF_A_CLASS = ".storageclass.storage.k8s.io/";

    public static final Kind KIND = Kind.ofCluster("v1", "PersistentVolume", "persistentvolumes")
            .shortNames("pv")
            .status()
            .rules(Rules.validatedBy(root -> ClaimRules.volume(root.at("spec")))
                    .defaults(StorageDefaults::volume)
                    .initialStatus((status, volume) -> status.put("phase", "Pending"))
                    .table(StorageTables::volumes)
                    .deletion(DeletionRules.PLAIN.returningDeleted())
                    .build());

    public static final Kind CLAIMS = Kind.namespaced("v1", "PersistentVolumeClaim", "persistentvolumeclaims")
            .shortNames("pvc")
            .status()
            .rules(Rules.validatedBy(root -> ClaimRules.claim(root.at("spec")))
                    .changes((root, old) -> ClaimRules.claimChange(root.at("spec"), old.path("spec")))
                    .defaults(StorageDefaults::claim)
                    .initialStatus((status, claim) -> status.put("phase", "Pending"))
                    .table(StorageTables::claims)
                    .quota(new QuotaRules(Volumes::isAboutClaims, Volumes::usage, true, true))
                    .deletion(DeletionRules.PLAIN.returningDeleted())
                    .build());

    public static final GroupResource RESOURCE = KIND.resource();

    public static final GroupResource CLAIM_RESOURCE = CLAIMS.resource();

    private Volumes() {}

    private static boolean isAboutClaims(String quotaName) {
        return quotaName.equals("persistentvolumeclaims")
                || quotaName.equals("requests.storage")
                || quotaName.contains(OF_A_CLASS);
    }

    private static void usage(JsonNode claim, BiConsumer<String, Quantity> used) {
        Quantity one = Quantity.of(1);
        JsonNode spec = claim.path("spec");
        Quantity storage = Amounts.of(spec.path("resources").path("requests")).get("storage");
        String prefix = spec.path("storageClassName").asString("") + OF_A_CLASS;
        used.accept("persistentvolumeclaims", one);
        used.accept(prefix + "persistentvolumeclaims", one);
        if (storage != null) {
            used.accept("requests.storage", storage);
            used.accept(prefix + "requests.storage", storage);
        }
    }
}
