package io.shiplog.resources.testing;

import static java.util.Objects.requireNonNull;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.json.Json;
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
}
