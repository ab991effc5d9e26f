package io.shiplog.apiserver.read;

import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.objects.Decoder;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.selector.FieldRequirement;
import io.shiplog.resources.selector.FieldSelector;
import io.shiplog.resources.selector.FieldSelectors;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import io.shiplog.resources.selector.SelectorException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which objects of a resource a reader wants: a namespace or all, a name or all, labels and fields.
 *
 * @param target the resource; an empty name means all names
 */
public record Selection(RequestTarget target, LabelSelector labels, FieldSelector fields) {

    /** The selectable fields of one object by name, read once per version of the object. */
    private record FieldValues(Map<String, String> values) {}

    /**
     * Reads the selectors of a query.
     *
     * @throws io.shiplog.apiserver.status.ApiException 400 for a selector that cannot be read or names an unknown field
     */
    public static Selection read(RequestTarget target, Query query) {
        try {
            LabelSelector labels = LabelSelectors.parse(query.text("labelSelector"));
            FieldSelector fields = FieldSelectors.parse(query.text("fieldSelector"));
            target.kind().rules().selectables().check(fields);
            return new Selection(target, labels, fields);
        } catch (SelectorException e) {
            throw Failures.badRequest(String.valueOf(e.getMessage())).exception();
        }
    }

    /** Whether every object of the resource and namespace is wanted, so that counting needs no look at them. */
    public boolean isEverything() {
        return labels.isEverything() && fields.isEverything() && target.name().isEmpty();
    }

    /** The one key that can match, null when several can: then nothing has to be looked for. */
    @Nullable
    ObjectKey onlyKey() {
        if (target.kind().namespaced() && target.namespace().isEmpty()) {
            return null;
        }
        if (!target.name().isEmpty()) {
            return target.key();
        }
        for (FieldRequirement requirement : fields.requirements()) {
            if (requirement.field().equals("metadata.name") && !requirement.negated()) {
                return new ObjectKey(target.namespace(), requirement.value());
            }
        }
        return null;
    }

    public boolean matches(StoredObject object) {
        if (!target.namespace().isEmpty() && !object.key().namespace().equals(target.namespace())) {
            return false;
        }
        if (!target.name().isEmpty() && !object.key().name().equals(target.name())) {
            return false;
        }
        return (fields.isEverything() || fieldsMatch(object))
                && (labels.isEverything() || labels.matches(object.facts().labels()));
    }

    private boolean fieldsMatch(StoredObject object) {
        for (FieldRequirement requirement : fields.requirements()) {
            String actual = switch (requirement.field()) {
                case "metadata.name" -> object.key().name();
                case "metadata.namespace" -> object.key().namespace();
                default -> value(object, requirement.field());
            };
            if (actual.equals(requirement.value()) == requirement.negated()) {
                return false;
            }
        }
        return true;
    }

    private String value(StoredObject object, String field) {
        Kind kind = target.kind();
        if (kind.storage() != kind || kind.custom()) {
            return read(kind.toServed(Json.parse(object.json()))).values().getOrDefault(field, "");
        }
        return object.facts(new Decoder<>(FieldValues.class, json -> read(Json.parse(json))))
                .values()
                .getOrDefault(field, "");
    }

    private FieldValues read(ObjectNode tree) {
        return new FieldValues(target.kind().rules().selectables().values(tree));
    }
}
