package io.shiplog.resources.admission;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.quantity.Quantity;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What one object uses of the resources that quotas count. */
final class QuotaUsage {
    private static final Set<String> COUNTED_BY_PLAIN_NAME = Set.of(
            "pods",
            "services",
            "replicationcontrollers",
            "resourcequotas",
            "secrets",
            "configmaps",
            "persistentvolumeclaims");
    private static final Quantity ONE = Quantity.of(1);

    private QuotaUsage() {}

    /** The resources, such as {@code pods} or {@code deployments.apps}, whose objects a quota may count. */
    static Set<String> countedBy(JsonNode quota) {
        Set<String> resources = new TreeSet<>();
        for (String name : quota.path("spec").path("hard").propertyNames()) {
            if (name.startsWith("count/")) {
                resources.add(name.substring("count/".length()));
            } else if (name.startsWith("services.")) {
                resources.add("services");
            } else if (name.equals("requests.storage") || name.contains(".storageclass.storage.k8s.io/")) {
                resources.add("persistentvolumeclaims");
            } else {
                resources.add(COUNTED_BY_PLAIN_NAME.contains(name) ? name : "pods");
            }
        }
        return resources;
    }

    static TreeMap<String, Quantity> of(Kind kind, JsonNode object) {
        TreeMap<String, Quantity> usage = new TreeMap<>();
        usage.put("count/" + kind.groupResource(), ONE);
        JsonNode spec = object.path("spec");
        boolean ended = kind.groupResource().equals("pods") && hasEnded(object);
        if (COUNTED_BY_PLAIN_NAME.contains(kind.groupResource()) && !ended) {
            usage.put(kind.groupResource(), ONE);
        }
        switch (kind.groupResource()) {
            case "pods" -> {
                if (!ended) {
                    pod(spec, usage);
                }
            }
            case "services" -> service(spec, usage);
            case "persistentvolumeclaims" -> claim(spec, usage);
            default -> {}
        }
        return usage;
    }

    /** Pods that will never run again use nothing but their place among the counted objects. */
    private static boolean hasEnded(JsonNode pod) {
        return List.of("Succeeded", "Failed").contains(Members.text(pod.path("status"), "phase"));
    }

    private static void pod(JsonNode spec, TreeMap<String, Quantity> usage) {
        Amounts.podRequests(spec).forEach((name, amount) -> {
            usage.put("requests." + name, amount);
            if (Set.of("cpu", "memory", "ephemeral-storage").contains(name)) {
                usage.put(name, amount);
            }
        });
        Amounts.podLimits(spec).forEach((name, amount) -> usage.put("limits." + name, amount));
    }

    private static void service(JsonNode spec, TreeMap<String, Quantity> usage) {
        String type = Members.text(spec, "type");
        if (type.equals("LoadBalancer")) {
            usage.put("services.loadbalancers", ONE);
        }
        if (type.equals("LoadBalancer") || type.equals("NodePort")) {
            usage.put("services.nodeports", Quantity.of(spec.path("ports").size()));
        }
    }

    private static void claim(JsonNode spec, TreeMap<String, Quantity> usage) {
        Quantity storage = Amounts.of(spec.path("resources").path("requests")).get("storage");
        String prefix = Members.text(spec, "storageClassName") + ".storageclass.storage.k8s.io/";
        usage.put(prefix + "persistentvolumeclaims", ONE);
        if (storage != null) {
            usage.put("requests.storage", storage);
            usage.put(prefix + "requests.storage", storage);
        }
    }
}
