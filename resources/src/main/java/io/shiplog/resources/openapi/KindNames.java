package io.shiplog.resources.openapi;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.openapi.ApiOperation.Target;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which groups, versions and kinds a definition stands for: clients find schemas by
 * {@code x-kubernetes-group-version-kind}.
 */
final class KindNames {
    private static final String MEMBER = "x-kubernetes-group-version-kind";

    private final Map<String, Set<Target>> targets = new HashMap<>();

    KindNames(Kinds kinds) {
        for (Kind kind : kinds.kinds()) {
            add(kind.definition(), kind.group(), kind.version(), kind.kind());
            if (kind.can("list")) {
                add(kind.definition() + "List", kind.group(), kind.version(), kind.listKind());
            }
            kind.subresources().forEach(sub -> add(sub.definition(), sub.group(), sub.version(), sub.kind()));
            for (String shared : List.of("DeleteOptions", "WatchEvent")) {
                add(ApiOperations.META + shared, kind.group(), kind.version(), shared);
            }
        }
        for (String meta : List.of("APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Status")) {
            add(ApiOperations.META + meta, "", "v1", meta);
        }
    }

    private void add(String definition, String group, String version, String kind) {
        targets.computeIfAbsent(definition, name -> new LinkedHashSet<>()).add(new Target(group, version, kind, false));
    }

    /** Adds the kinds of {@code definition} to its schema; nothing when it stands for none. */
    void describe(String definition, ObjectNode schema) {
        Set<Target> kinds = targets.get(definition);
        if (kinds != null) {
            ArrayNode list = schema.putArray(MEMBER);
            kinds.forEach(kind -> put(kind, list.addObject()));
        }
    }

    /** Says on an operation which kind it is about. */
    static void describe(Target target, ObjectNode operation) {
        put(target, operation.putObject(MEMBER));
    }

    private static void put(Target target, ObjectNode into) {
        into.put("group", target.group()).put("kind", target.kind()).put("version", target.version());
    }
}
