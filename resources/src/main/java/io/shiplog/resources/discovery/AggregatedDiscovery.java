package io.shiplog.resources.discovery;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Subresource;
import io.shiplog.resources.kinds.Kinds;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Aggregated discovery (KEP-3352): everything about all groups in one document, in both of its versions, which say
 * the same. Clients ask for it with the media type that {@link #mediaType} gives.
 */
public final class AggregatedDiscovery {
    /** The versions of the document, the preferred one first. */
    public static final List<String> VERSIONS = List.of("v2", "v2beta1");

    private AggregatedDiscovery() {}

    /** The media type of the document in one of {@link #VERSIONS}, for Accept and Content-Type. */
    public static String mediaType(String version) {
        return "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList";
    }

    /** What {@code /api} answers: the core group. */
    public static ObjectNode core(Kinds kinds, String version) {
        return list(kinds, version, String::isEmpty);
    }

    /** What {@code /apis} answers: all other groups. */
    public static ObjectNode groups(Kinds kinds, String version) {
        return list(kinds, version, group -> !group.isEmpty());
    }

    private static ObjectNode list(Kinds kinds, String version, Predicate<String> wanted) {
        ObjectNode document =
                Json.object().put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/" + version);
        document.putObject("metadata");
        ArrayNode items = document.putArray("items");
        kinds.groups().stream().filter(wanted).forEach(group -> {
            ObjectNode item = items.addObject();
            ObjectNode metadata = item.putObject("metadata");
            if (!group.isEmpty()) {
                metadata.put("name", group);
            }
            ArrayNode versions = item.putArray("versions");
            kinds.versions(group).forEach(name -> version(kinds, group, name, versions.addObject()));
        });
        return document;
    }

    private static void version(Kinds kinds, String group, String version, ObjectNode into) {
        into.put("version", version);
        ArrayNode resources = into.putArray("resources");
        kinds.kinds(group, version).forEach(kind -> resource(kinds, kind, resources.addObject()));
        into.put("freshness", "Current");
    }

    private static void resource(Kinds kinds, Kind kind, ObjectNode into) {
        into.put("resource", kind.plural());
        responseKind(kind.group(), kind.version(), kind.kind(), into);
        into.put("scope", kind.namespaced() ? "Namespaced" : "Cluster")
                .put("singularResource", kind.names().singular());
        Discovery.putSorted(into, "verbs", kind.verbs());
        Discovery.putAll(into, "shortNames", kind.names().shortNames());
        Discovery.putAll(into, "categories", kind.names().categories());
        List<Subresource> subresources = kind.subresources();
        if (!subresources.isEmpty()) {
            ArrayNode entries = into.putArray("subresources");
            for (var subresource : subresources) {
                ObjectNode entry = entries.addObject().put("subresource", subresource.name());
                responseKind(subresource.group(), subresource.version(), subresource.kind(), entry);
                Discovery.putSorted(entry, "verbs", subresource.verbs());
            }
        }
    }

    private static void responseKind(String group, String version, String kind, ObjectNode into) {
        into.putObject("responseKind")
                .put("group", group)
                .put("version", version)
                .put("kind", kind);
    }
}
