package io.shiplog.resources.admission;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.quantity.Quantity;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What one object uses of the resources that quotas count. */
final class QuotaUsage {
    private static final String COUNT = "count/";
    private static final Quantity ONE = Quantity.of(1);

    private QuotaUsage() {}

    /** The kinds whose objects a quota may count; what is about no kind is about pods, such as {@code requests.cpu}. */
    static Set<Kind> countedBy(JsonNode quota, Kinds kinds) {
        Set<Kind> counted = new LinkedHashSet<>();
        for (String name : quota.path("spec").path("hard").propertyNames()) {
            if (name.startsWith(COUNT)) {
                Kind kind = kinds.preferred(GroupResource.parse(name.substring(COUNT.length())));
                if (kind != null) {
                    counted.add(kind);
                }
            } else {
                counted.add(about(name, kinds));
            }
        }
        return counted;
    }

    private static Kind about(String name, Kinds kinds) {
        for (Kind kind : kinds.kinds()) {
            if (kind.rules().quota().names().test(name)) {
                return kind;
            }
        }
        return Pods.KIND;
    }

    static TreeMap<String, Quantity> of(Kind kind, JsonNode object) {
        TreeMap<String, Quantity> usage = new TreeMap<>();
        usage.put(COUNT + kind.resource(), ONE);
        kind.rules().quota().usage().of(object, usage::put);
        return usage;
    }
}
