package io.shiplog.resources.decision;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.MemberOrder;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one place where a tree becomes a write, whoever writes: clients, controllers, the scheduler, the fold of reports.
 * The resourceVersion goes, the members are put in order. Whatever has to be kept about every change of every object,
 * such as who manages which field, belongs here: {@link #replace} has what was and what will be.
 */
public final class Writes {
    private Writes() {}

    /** The write that creates an object. */
    public static Write create(GroupResource resource, ObjectKey key, String uid, ObjectNode object) {
        return Write.create(resource, key, uid, body(object));
    }

    /** The write that replaces {@code current} by {@code object}. */
    public static Write replace(StoredObject current, ObjectNode object) {
        return Write.replace(current, body(object));
    }

    /** An object's last state, which is shown and never stored: under the resourceVersion that it has. */
    public static StoredObject last(StoredObject current, ObjectNode object) {
        return new StoredObject(current.resource(), current.key(), current.uid(), 0, body(object))
                .at(current.resourceVersion());
    }

    private static byte[] body(ObjectNode object) {
        return Json.bytes(MemberOrder.canonical(object));
    }
}
