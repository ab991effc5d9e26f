package io.shiplog.resources.validation;

import io.shiplog.resources.quantity.Quantity;
import io.shiplog.resources.quantity.QuantityException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of volumes and claims, and of amounts in quotas and limit ranges. */
final class ClaimRules {
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

    static void claim(Field spec) {
        modes(spec.at("accessModes"), "at least 1 access mode is required");
        Field storage = spec.at("resources", "requests").at("storage");
        if (storage.absent()) {
            spec.at("resources").key("storage").required("");
        } else {
            amount(storage);
        }
    }

    /** A bound claim can still grow, and change the class of its volume's attributes. */
    static void claimChange(Field spec, JsonNode old) {
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
        if (!ChangeRules.same(now, before)) {
            spec.forbidden(
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for"
                            + " bound claims");
        }
    }

    static void volume(Field spec) {
        modes(spec.at("accessModes"), "");
        if (spec.at("capacity").size() == 0) {
            spec.at("capacity").required("");
        }
        amounts(spec.at("capacity"));
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

    /** Every entry is an amount that is not negative. */
    static void amounts(Field map) {
        map.entries((name, amount) -> amount(amount));
    }

    /** The amount there; null, reported, when it is none. */
    private static @Nullable Quantity amount(Field field) {
        try {
            Quantity quantity = Quantity.parse(field.text());
            if (quantity.signum() < 0) {
                field.invalid(quantity.toString(), "must be greater than or equal to 0");
            }
            return quantity;
        } catch (QuantityException problem) {
            field.invalid(String.valueOf(problem.getMessage()));
            return null;
        }
    }

    static void limitRange(Field spec) {
        for (Field limit : spec.at("limits").items()) {
            if (limit.at("type").blank()) {
                limit.at("type").required("");
            }
            limit.at("max").entries((name, most) -> {
                Quantity max = amount(most);
                if (max != null) {
                    atMost(limit.at("min").key(name), "min value", max);
                    atMost(limit.at("default").key(name), "default value", max);
                    atMost(limit.at("defaultRequest").key(name), "default request value", max);
                }
            });
        }
    }

    private static void atMost(Field field, String what, Quantity max) {
        Quantity value = field.absent() ? null : amount(field);
        if (value != null && value.compareTo(max) > 0) {
            field.invalid(value.toString(), what + " " + value + " is greater than max value " + max);
        }
    }
}
