package io.shiplog.resources.kinds.storage;

import io.shiplog.resources.Field;
import io.shiplog.resources.kinds.policy.AmountRules;
import io.shiplog.resources.validation.Changes;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of volumes and claims. */
public final class ClaimRules {
    private static final List<String> MODES =
            List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
    private static final Set<String> NOT_A_SOURCE = Set.of(
            "capacity",
            "accessModes",
            "claimRef",
            "persistentVolumeReclaimPolicy",
            "storageClassName",
            "mountOptions",
            "volumeMode",
            "nodeAffinity",
            "volumeAttributesClassName");

    private ClaimRules() {}

    public static void claim(Field spec) {
        modes(spec.at("accessModes"), "at least 1 access mode is required");
        Field storage = spec.at("resources", "requests").at("storage");
        if (storage.absent()) {
            spec.at("resources").key("storage").required("");
        } else {
            AmountRules.amount(storage);
        }
    }

    /** A bound claim can still grow, and change the class of its volume's attributes. */
    public static void claimChange(Field spec, JsonNode old) {
        JsonNode now = spec.value().deepCopy();
        JsonNode before = old.deepCopy();
        boolean unbound = old.path("volumeName").asString("").isEmpty();
        for (JsonNode side : List.of(now, before)) {
            if (side instanceof ObjectNode object) {
                object.remove(List.of("resources", "volumeAttributesClassName"));
                if (unbound) {
                    object.remove("volumeName");
                }
            }
        }
        if (!Changes.same(now, before)) {
            spec.forbidden(
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for"
                            + " bound claims");
        }
    }

    public static void volume(Field spec) {
        modes(spec.at("accessModes"), "");
        if (spec.at("capacity").size() == 0) {
            spec.at("capacity").required("");
        }
        AmountRules.amounts(spec.at("capacity"));
        if (NOT_A_SOURCE.containsAll(spec.value().propertyNames())) {
            spec.required("must specify a volume type");
        }
    }

    private static void modes(Field modes, String whyRequired) {
        if (modes.size() == 0) {
            modes.required(whyRequired);
        }
        for (Field mode : modes.items()) {
            if (!MODES.contains(mode.text())) {
                mode.notSupported(MODES);
            }
        }
    }
}
