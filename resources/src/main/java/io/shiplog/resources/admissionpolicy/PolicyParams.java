package io.shiplog.resources.admissionpolicy;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The parameters with which a binding has its policy run, one after the other (apiserver's {@code CollectParams},
 * v1.34).
 *
 * @param found a JSON null stands for a run without a parameter
 * @param problem why they cannot be told, empty when they can
 */
record PolicyParams(List<JsonNode> found, String problem) {
    private static final PolicyParams WITHOUT = new PolicyParams(List.of(NullNode.getInstance()), "");

    static PolicyParams of(JsonNode paramKind, JsonNode ref, AdmissionRequest request, View view) {
        if (!paramKind.isObject()) {
            return WITHOUT;
        }
        String kindName = paramKind.path("kind").asString("");
        Kind kind = Kinds.of(view).byApiVersion(paramKind.path("apiVersion").asString(""), kindName);
        if (kind == null) {
            return wrong("failed to find resource referenced by paramKind: '"
                    + paramKind.path("apiVersion").asString("") + ", Kind=" + kindName + "'");
        }
        if (!ref.isObject()) {
            return WITHOUT;
        }
        String namespace = ref.path("namespace").asString("");
        if (!kind.namespaced() && !namespace.isEmpty()) {
            return wrong("paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
        }
        if (kind.namespaced() && namespace.isEmpty()) {
            namespace = request.namespace();
            if (namespace.isEmpty()) {
                return wrong("cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
            }
        }
        List<JsonNode> found = selected(kind, namespace, ref, view);
        boolean denies = ref.path("parameterNotFoundAction").asString("").equals("Deny");
        return found.isEmpty() && denies
                ? wrong("no params found for policy binding with `Deny` parameterNotFoundAction")
                : new PolicyParams(found, "");
    }

    private static List<JsonNode> selected(Kind kind, String namespace, JsonNode ref, View view) {
        List<JsonNode> found = new ArrayList<>();
        String name = ref.path("name").asString("");
        if (!name.isEmpty()) {
            add(kind, view.get(kind.storage().resource(), new ObjectKey(namespace, name)), found);
            return found;
        }
        LabelSelector selector = LabelSelectors.of(ref.path("selector"));
        for (StoredObject object : view.list(kind.storage().resource(), namespace)) {
            if (selector.matches(object.facts().labels())) {
                add(kind, object, found);
            }
        }
        return found;
    }

    private static void add(Kind kind, @Nullable StoredObject object, List<JsonNode> found) {
        if (object != null) {
            found.add(kind.toServed(Trees.of(object)));
        }
    }

    private static PolicyParams wrong(String why) {
        return new PolicyParams(List.of(), why);
    }
}
