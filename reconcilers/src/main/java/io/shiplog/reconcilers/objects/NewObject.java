package io.shiplog.reconcilers.objects;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import tools.jackson.databind.node.ObjectNode;

/** An object that is being made, members in canonical order. Mutable; one reconcile owns it. */
public final class NewObject {
    private final GroupResource resource;
    private final ObjectKey key;
    private final String uid;
    private final ObjectNode json;
    private final ObjectNode metadata;

    public NewObject(GroupResource resource, String apiVersion, String kind, ObjectKey key, ReconcileContext moment) {
        this.resource = resource;
        this.key = key;
        this.uid = moment.uids().get();
        this.json = Json.object();
        json.put("kind", kind).put("apiVersion", apiVersion);
        metadata = json.putObject("metadata");
        metadata.put("name", key.name());
        if (!key.namespace().isEmpty()) {
            metadata.put("namespace", key.namespace());
        }
        metadata.put("uid", uid).put("creationTimestamp", Times.text(moment.now()));
    }

    public ObjectNode json() {
        return json;
    }

    public ObjectNode metadata() {
        return metadata;
    }

    public ObjectKey key() {
        return key;
    }

    public String uid() {
        return uid;
    }

    /** Adds {@code owner} as the object's controller. */
    public NewObject controlledBy(OwnerReference owner) {
        Draft.list(metadata, "ownerReferences").add(owner.json());
        return this;
    }

    public PlannedWrite write() {
        return new PlannedWrite.Creating(resource, key, uid, json);
    }
}
