package io.shiplog.reconcilers.objects;

import io.shiplog.resources.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** A reference to the controller of an object, which blocks its controller's foreground deletion. */
public record OwnerReference(String apiVersion, String kind, String name, String uid) {

    public ObjectNode json() {
        return Json.object()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("name", name)
                .put("uid", uid)
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }
}
