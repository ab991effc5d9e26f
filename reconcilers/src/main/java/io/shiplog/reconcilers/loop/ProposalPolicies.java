package io.shiplog.reconcilers.loop;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.admission.NamespacePolicies;
import io.shiplog.resources.admission.ResourceQuotas;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.policy.Policies;
import io.shiplog.resources.validation.Validation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The policies of a view over the objects that one proposal creates, each of which is charged on top of those before it. A
 * quota's usage is what its status says: whoever creates writes it in the same proposal, so a quota whose usage has moved on
 * refuses the proposal by its base. Used for one proposal.
 */
final class ProposalPolicies {
    private final View view;
    private final NamespacePolicies policies;
    private final Map<String, List<ObjectNode>> lists = new HashMap<>();
    private final Map<ObjectKey, ObjectNode> charged = new LinkedHashMap<>();

    ProposalPolicies(View view) {
        this.view = view;
        this.policies = new NamespacePolicies(Kinds.of(view), this::list);
    }

    /** Completes the object and charges it; or says why it may not be made, as the API server would, and null otherwise. */
    @Nullable
    String refusal(Kind kind, ObjectKey key, ObjectNode object) {
        String namespace = key.namespace();
        Optional<String> incomplete = policies.complete(kind, namespace, object);
        if (incomplete.isPresent()) {
            return forbidden(kind, key, incomplete.get());
        }
        String invalid = invalid(kind, key, object);
        if (invalid != null) {
            return invalid;
        }
        return switch (policies.charge(kind, namespace, object, null)) {
            case ResourceQuotas.Refused refused -> forbidden(kind, key, refused.message());
            case ResourceQuotas.Charged quotas -> {
                quotas.quotas().forEach(quota -> charge(namespace, quota));
                yield null;
            }
        };
    }

    /** The quotas with what the proposal takes of them. */
    List<Write> charged() {
        var writes = new ArrayList<Write>();
        charged.forEach((key, quota) -> {
            StoredObject stored = view.get(Resources.QUOTAS, key);
            if (stored != null) {
                writes.add(Write.replace(stored, Json.bytes(quota)));
            }
        });
        return writes;
    }

    private void charge(String namespace, ObjectNode quota) {
        var key = new ObjectKey(namespace, name(quota));
        charged.put(key, quota);
        list(Resources.QUOTAS, namespace).replaceAll(each -> name(each).equals(key.name()) ? quota : each);
    }

    /** A template that was valid may not be any more with the resources that a limit range gives it. */
    private @Nullable String invalid(Kind kind, ObjectKey key, ObjectNode object) {
        if (!kind.is(Resources.PODS)
                || list(Policies.LIMIT_RANGE_RESOURCE, key.namespace()).isEmpty()) {
            return null;
        }
        List<FieldError> errors = Validation.create(kind, object);
        String text = errors.stream()
                .map(error -> error.field() + ": " + error.body())
                .collect(Collectors.joining(", "));
        return switch (errors.size()) {
            case 0 -> null;
            case 1 -> kind.kind() + " \"" + key.name() + "\" is invalid: " + text;
            default -> kind.kind() + " \"" + key.name() + "\" is invalid: [" + text + "]";
        };
    }

    private static String forbidden(Kind kind, ObjectKey key, String why) {
        return kind.resource() + " \"" + key.name() + "\" is forbidden: " + why;
    }

    private List<ObjectNode> list(GroupResource resource, String namespace) {
        return lists.computeIfAbsent(resource + " " + namespace, _ -> {
            var trees = new ArrayList<ObjectNode>();
            for (StoredObject object : namespace.isEmpty() ? view.list(resource) : view.list(resource, namespace)) {
                ObjectNode tree = Json.parse(object.json());
                if (tree.get("metadata") instanceof ObjectNode metadata) {
                    metadata.remove("resourceVersion");
                }
                trees.add(tree);
            }
            return trees;
        });
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString("");
    }
}
