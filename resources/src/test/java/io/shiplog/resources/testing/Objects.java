package io.shiplog.resources.testing;

import static java.util.Objects.requireNonNull;

import io.shiplog.resources.catalogue.Catalogue;
import io.shiplog.resources.catalogue.ResourceKind;
import io.shiplog.resources.json.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** What the tests of this module read their objects with. */
public final class Objects {
    private Objects() {}

    public static ObjectNode yaml(String text) {
        return Json.parseYaml(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code pods} or {@code deployments.apps}. */
    public static ResourceKind kind(String groupResource) {
        return requireNonNull(Catalogue.builtIn().preferred(groupResource), groupResource);
    }
}
