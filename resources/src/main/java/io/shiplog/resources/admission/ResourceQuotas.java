package io.shiplog.resources.admission;

import io.shiplog.resources.json.Members;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.pod.PodResources;
import io.shiplog.resources.quantity.Amounts;
import io.shiplog.resources.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ResourceQuotas of a namespace: upstream's admission plugin of that name. A quota's used amounts are in its
 * status; whoever writes the object writes the charged quotas in the same proposal, so two writers cannot both take the
 * last place: the base of the quota lets one through.
 */
public final class ResourceQuotas {
    private static final Set<String> COMPUTE = Set.of(
            "cpu",
            "memory",
            "requests.cpu",
            "requests.memory",
            "limits.cpu",
            "limits.memory",
            "requests.ephemeral-storage",
            "limits.ephemeral-storage");

    private ResourceQuotas() {}

    /**
     * Charges the quotas with an object that is created, or with what an update adds to it.
     *
     * @param old what the object replaces, null for none
     * @param quotas the ResourceQuota objects of its namespace; they do not change
     */
    public static Charge charge(Kind kind, JsonNode object, @Nullable JsonNode old, List<? extends ObjectNode> quotas) {
        TreeMap<String, Quantity> added = QuotaUsage.of(kind, object);
        if (old != null) {
            TreeMap<String, Quantity> before = QuotaUsage.of(kind, old);
            added.replaceAll((name, amount) -> amount.subtract(before.getOrDefault(name, Quantity.ZERO)));
        }
        List<ObjectNode> charged = new ArrayList<>();
        for (ObjectNode quota : quotas) {
            if (!QuotaScopes.counts(quota, kind, object)) {
                continue;
            }
            String refusal = refusal(kind, object, quota, added, old == null);
            if (refusal != null) {
                return new Charge.Refused(refusal);
            }
            ObjectNode after = withUsage(quota, sum(used(quota), added));
            if (!after.equals(quota)) {
                charged.add(after);
            }
        }
        return new Charge.Made(charged);
    }

    /**
     * The quota with its status recomputed from all objects of its namespace.
     *
     * @param objects objects by kind, all of the quota's namespace
     */
    public static ObjectNode recount(ObjectNode quota, Map<Kind, ? extends List<? extends JsonNode>> objects) {
        TreeMap<String, Quantity> total = new TreeMap<>();
        objects.forEach((kind, list) -> list.forEach(object -> {
            if (QuotaScopes.counts(quota, kind, object)) {
                Amounts.add(total, QuotaUsage.of(kind, object));
            }
        }));
        return withUsage(quota, total);
    }

    /** Whether the quota's status tells what is used of everything that it limits. */
    public static boolean isCounted(JsonNode quota) {
        JsonNode used = quota.path("status").path("used");
        for (String name : quota.path("spec").path("hard").propertyNames()) {
            if (!used.has(name)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String refusal(
            Kind kind, JsonNode object, ObjectNode quota, TreeMap<String, Quantity> added, boolean isNew) {
        TreeMap<String, Quantity> hard = Amounts.of(quota.path("spec").path("hard"));
        String name = Members.text(quota.path("metadata"), "name");
        if (kind.is(Pods.RESOURCE) && isNew) {
            // A pod that asks as a whole need not ask in each container.
            String missing =
                    PodResources.asked(object).isWholeSaid() ? "" : unspecified(object.path("spec"), hard.keySet());
            if (!missing.isEmpty()) {
                return "failed quota: " + name + ": must specify " + missing;
            }
        }
        TreeMap<String, Quantity> used = used(quota);
        TreeSet<String> exceeded = new TreeSet<>();
        hard.forEach((resource, most) -> {
            Quantity more = added.getOrDefault(resource, Quantity.ZERO);
            Quantity after = used.getOrDefault(resource, Quantity.ZERO).add(more);
            if (more.signum() > 0 && after.compareTo(most) > 0) {
                exceeded.add(resource);
            }
        });
        return exceeded.isEmpty()
                ? null
                : "exceeded quota: " + name + ", requested: " + shown(added, exceeded) + ", used: "
                        + shown(used, exceeded) + ", limited: " + shown(hard, exceeded);
    }

    /** {@code requests.cpu for: a,b; limits.cpu for: a}: what a quota limits must be said by every container. */
    private static String unspecified(JsonNode spec, Set<String> limited) {
        List<String> texts = new ArrayList<>();
        for (String resource : new TreeSet<>(limited)) {
            if (!COMPUTE.contains(resource)) {
                continue;
            }
            String member = resource.startsWith("limits.") ? "limits" : "requests";
            String name = resource.substring(resource.indexOf('.') + 1);
            TreeSet<String> containers = new TreeSet<>();
            for (String list : List.of("containers", "initContainers")) {
                for (JsonNode container : spec.path(list)) {
                    if (!container.path("resources").path(member).has(name)) {
                        containers.add(Members.text(container, "name"));
                    }
                }
            }
            if (!containers.isEmpty()) {
                texts.add(resource + " for: " + String.join(",", containers));
            }
        }
        return String.join("; ", texts);
    }

    private static String shown(TreeMap<String, Quantity> amounts, Set<String> names) {
        List<String> texts = new ArrayList<>();
        names.forEach(name -> texts.add(name + "=" + amounts.getOrDefault(name, Quantity.ZERO)));
        return String.join(",", texts);
    }

    private static TreeMap<String, Quantity> used(ObjectNode quota) {
        return Amounts.of(quota.path("status").path("used"));
    }

    private static TreeMap<String, Quantity> sum(TreeMap<String, Quantity> used, TreeMap<String, Quantity> added) {
        TreeMap<String, Quantity> sum = new TreeMap<>(used);
        Amounts.add(sum, added);
        return sum;
    }

    private static ObjectNode withUsage(ObjectNode quota, TreeMap<String, Quantity> usage) {
        ObjectNode result = quota.deepCopy();
        ObjectNode status = Members.object(result, "status");
        ObjectNode hard = status.putObject("hard");
        ObjectNode used = status.putObject("used");
        Amounts.of(quota.path("spec").path("hard")).forEach((name, most) -> {
            hard.put(name, most.toString());
            used.put(name, usage.getOrDefault(name, Quantity.ZERO).toString());
        });
        return result;
    }
}
