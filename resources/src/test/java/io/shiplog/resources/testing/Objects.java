package io.shiplog.resources.testing;

import static java.util.Objects.requireNonNull;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** What the tests of this module read their objects with. */
public final class Objects {
    private Objects() {}

    public static ObjectNode yaml(String text) {
        return Json.parseYaml(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code pods} or {@code deployments.apps}. */
    public static Kind kind(String groupResource) {
        return requireNonNull(Kinds.builtIn().preferred(GroupResource.parse(groupResource)), groupResource);
    }

    /** A stored object of that resource, {@code namespace/name} and resourceVersion; its uid is {@code uid-<name>}. */
    public static StoredObject stored(String groupResource, String key, long version, String yaml) {
        Kind kind = kind(groupResource);
        ObjectKey parsed = ObjectKey.parse(key);
        ObjectNode object = Json.object().put("kind", kind.kind()).put("apiVersion", kind.groupVersion());
        object.setAll(yaml(yaml));
        ObjectNode metadata = Trees.metadata(object);
        metadata.put("name", parsed.name()).put("uid", "uid-" + parsed.name());
        if (!parsed.namespace().isEmpty()) {
            metadata.put("namespace", parsed.namespace());
        }
        return new StoredObject(
                GroupResource.parse(groupResource), parsed, "uid-" + parsed.name(), version, Json.bytes(object));
    }

    /** What a write puts into the journal. */
    public static ObjectNode tree(Write write) {
        return Json.parse(requireNonNull(write.object()));
    }
}
