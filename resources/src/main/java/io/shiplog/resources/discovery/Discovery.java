package io.shiplog.resources.discovery;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The plain discovery documents: what {@code /api}, {@code /apis} and the paths below them answer to a client that
 * does not ask for the aggregated form. Pure functions of a kinds.
 */
public final class Discovery {
    private Discovery() {}

    /**
     * {@code /api}: the versions of the core group.
     *
     * @param serverAddress host and port under which clients reach the server
     */
    public static ObjectNode coreVersions(Kinds kinds, String serverAddress) {
        ObjectNode document = Json.object().put("kind", "APIVersions");
        ArrayNode versions = document.putArray("versions");
        kinds.versions("").forEach(versions::add);
        document.putArray("serverAddressByClientCIDRs")
                .addObject()
                .put("clientCIDR", "0.0.0.0/0")
                .put("serverAddress", serverAddress);
        return document;
    }

    /** {@code /apis}: all groups but the core one, with their versions. */
    public static ObjectNode groups(Kinds kinds) {
        ObjectNode document = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = document.putArray("groups");
        kinds.groups().stream()
                .filter(group -> !group.isEmpty())
                .forEach(group -> describe(kinds, group, groups.addObject()));
        return document;
    }

    /** {@code /apis/<group>}; null when there is no such group. */
    public static @Nullable ObjectNode group(Kinds kinds, String group) {
        if (group.isEmpty() || kinds.versions(group).isEmpty()) {
            return null;
        }
        ObjectNode document = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
        describe(kinds, group, document);
        return document;
    }

    /**
     * {@code /api/v1} or {@code /apis/<group>/<version>}: the kinds of one version; null when there is no such version.
     */
    public static @Nullable ObjectNode resources(Kinds kinds, String group, String version) {
        List<Kind> served = kinds.kinds(group, version);
        if (served.isEmpty()) {
            return null;
        }
        ObjectNode document = Json.object().put("kind", "APIResourceList");
        if (!group.isEmpty()) {
            document.put("apiVersion", "v1");
        }
        document.put("groupVersion", served.getFirst().groupVersion());
        ArrayNode resources = document.putArray("resources");
        for (Kind kind : served) {
            ObjectNode resource = resources
                    .addObject()
                    .put("name", kind.plural())
                    .put("singularName", kind.names().singular())
                    .put("namespaced", kind.namespaced())
                    .put("kind", kind.kind());
            putSorted(resource, "verbs", kind.verbs());
            putAll(resource, "shortNames", kind.names().shortNames());
            putAll(resource, "categories", kind.names().categories());
            for (var subresource : kind.subresources()) {
                ObjectNode entry = resources
                        .addObject()
                        .put("name", kind.plural() + "/" + subresource.name())
                        .put("singularName", "")
                        .put("namespaced", kind.namespaced());
                if (!subresource.group().equals(group) || !subresource.version().equals(version)) {
                    entry.put("group", subresource.group()).put("version", subresource.version());
                }
                entry.put("kind", subresource.kind());
                putSorted(entry, "verbs", subresource.verbs());
            }
        }
        return document;
    }

    private static void describe(Kinds kinds, String group, ObjectNode into) {
        into.put("name", group);
        ArrayNode versions = into.putArray("versions");
        List<String> names = kinds.versions(group);
        names.forEach(version -> groupVersion(group, version, versions.addObject()));
        groupVersion(group, names.getFirst(), into.putObject("preferredVersion"));
    }

    private static void groupVersion(String group, String version, ObjectNode into) {
        into.put("groupVersion", group + "/" + version).put("version", version);
    }

    static void putSorted(ObjectNode into, String member, Set<String> values) {
        ArrayNode array = into.putArray(member);
        values.stream().sorted().forEach(array::add);
    }

    static void putAll(ObjectNode into, String member, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(into.putArray(member)::add);
        }
    }
}
