package io.shiplog.resources.conversion;

import io.shiplog.resources.catalogue.Catalogue;
import io.shiplog.resources.catalogue.ResourceKind;
import io.shiplog.resources.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Every conversion in one table. A kind without a line is stored as it is served. */
public final class Conversions {
    private static final Map<String, Conversion> TABLE = Map.of(
            "events.k8s.io/v1 Event", new Events(),
            "autoscaling/v1 HorizontalPodAutoscaler", new Autoscalers(),
            "extensions/v1beta1 Deployment", new OldDeployments());

    private Conversions() {}

    /** Whether objects of the kind are those of another one. */
    public static boolean isConverted(ResourceKind kind) {
        return TABLE.containsKey(id(kind));
    }

    /**
     * A tree of {@code kind} as it is stored.
     *
     * @param stored what it replaces, as stored; null for a new object
     */
    public static ObjectNode toStorage(ResourceKind kind, ObjectNode object, @Nullable ObjectNode stored) {
        Conversion conversion = TABLE.get(id(kind));
        return conversion == null
                ? object
                : headed(Catalogue.builtIn().storage(kind), conversion.toStored(object, stored));
    }

    /** A stored tree as {@code kind} shows it. */
    public static ObjectNode toKind(ResourceKind kind, ObjectNode stored) {
        Conversion conversion = TABLE.get(id(kind));
        return headed(kind, conversion == null ? stored : conversion.toServed(stored));
    }

    private static ObjectNode headed(ResourceKind kind, ObjectNode object) {
        ObjectNode headed = Json.object();
        headed.put("kind", kind.kind()).put("apiVersion", kind.groupVersion());
        object.properties().forEach(member -> headed.putIfAbsent(member.getKey(), member.getValue()));
        return headed;
    }

    private static String id(ResourceKind kind) {
        return kind.groupVersion() + " " + kind.kind();
    }
}
