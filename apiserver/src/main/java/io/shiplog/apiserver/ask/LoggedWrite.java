package io.shiplog.apiserver.ask;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.diff.FieldChange;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one write of a proposal did, or would have done.
 *
 * @param operation created, updated, deleted; refused when its proposal was
 * @param changes field by field
 */
record LoggedWrite(GroupResource resource, ObjectKey key, String operation, List<FieldChange> changes) {

    static LoggedWrite of(Change change, Kinds kinds) {
        StoredObject before = change.before();
        StoredObject after = change.after();
        return new LoggedWrite(
                change.resource(),
                change.key(),
                before == null ? "created" : after == null ? "deleted" : "updated",
                between(change.resource(), before, after, kinds));
    }

    static LoggedWrite refused(Write write) {
        return new LoggedWrite(write.resource(), write.key(), "refused", List.of());
    }

    /** What differs between two versions of an object. */
    static List<FieldChange> between(
            GroupResource resource, @Nullable StoredObject before, @Nullable StoredObject after, Kinds kinds) {
        return FieldChange.between(tree(before), tree(after), schema(resource, kinds));
    }

    static @Nullable ObjectNode tree(@Nullable StoredObject object) {
        return object == null ? null : Json.parse(object.json());
    }

    /** Of a kind that is not there any more nothing is known, and its lists go by place. */
    static Schema schema(GroupResource resource, Kinds kinds) {
        Kind kind = kinds.preferred(resource);
        return kind == null ? Schema.anything() : kind.storage().schema();
    }

    /** The changes of {@code field} and below it; all for an empty one. */
    LoggedWrite only(String field) {
        return field.isEmpty()
                ? this
                : new LoggedWrite(
                        resource,
                        key,
                        operation,
                        changes.stream()
                                .filter(change -> change.isWithin(field))
                                .toList());
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("resource", resource.toString());
        if (!key.namespace().isEmpty()) {
            json.put("namespace", key.namespace());
        }
        json.put("name", key.name()).put("operation", operation);
        json.set("changes", json(changes));
        return json;
    }

    static ArrayNode json(List<FieldChange> changes) {
        ArrayNode array = Json.mapper().createArrayNode();
        for (FieldChange change : changes) {
            ObjectNode each = array.addObject().put("field", change.path());
            if (change.from() != null) {
                each.set("from", change.from());
            }
            if (change.to() != null) {
                each.set("to", change.to());
            }
        }
        return array;
    }

    /** {@code deployments.apps shop/web updated}. */
    @Override
    public String toString() {
        return resource + " " + key + " " + operation;
    }
}
