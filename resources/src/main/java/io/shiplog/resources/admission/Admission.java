package io.shiplog.resources.admission;

import io.shiplog.resources.defaults.Defaults;
import io.shiplog.resources.json.Members;
import io.shiplog.resources.kind.Kind;
import java.time.Instant;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API server does to an object between its decoding and its proposal, whoever wrote it. Every function here
 * takes the new object over (its trees become part of the result) and leaves the old one alone.
 */
public final class Admission {
    private Admission() {}

    /**
     * A new object with its defaults, uid, creation time, name (from generateName when it has none), generation and
     * initial status. The uid also makes the generated name, so a fresh one gives another name.
     */
    public static ObjectNode prepareForCreate(Kind kind, ObjectNode object, Instant now, Supplier<String> uid) {
        String id = uid.get();
        ObjectMetadata.create(kind, object, now, id);
        kind.rules().creating(object);
        Defaults.apply(kind, object);
        kind.rules().identifying(object, id);
        if (kind.has("status")) {
            setInitialStatus(kind, object);
        }
        return headed(kind, object);
    }

    /**
     * The object as an update of {@code old} may make it: what only the server writes, and the status where it has an
     * endpoint of its own, are the old object's; the generation rises when the specification changed.
     */
    public static ObjectNode prepareForUpdate(Kind kind, ObjectNode object, ObjectNode old) {
        ObjectMetadata.update(object, old);
        Defaults.apply(kind, object);
        if (kind.has("status")) {
            Members.carry("status", old, object);
        }
        kind.rules().updating(object, old);
        Generations.afterUpdate(kind, object, old);
        return headed(kind, object);
    }

    /**
     * The object as the control plane itself edits {@code old}: as {@link #prepareForUpdate}, but its status may change
     * with the rest.
     *
     * @param finalizes whether finalizers of a namespace's specification are what changes
     */
    public static ObjectNode prepareForEdit(Kind kind, ObjectNode object, ObjectNode old, boolean finalizes) {
        ObjectMetadata.update(object, old);
        Defaults.apply(kind, object);
        if (!finalizes) {
            kind.rules().updating(object, old);
        }
        Generations.afterUpdate(kind, object, old);
        return headed(kind, object);
    }

    /** Whatever its creator sent as status is dropped, for most kinds. */
    private static void setInitialStatus(Kind kind, ObjectNode object) {
        ObjectNode status = kind.rules().initialStatus(object);
        if (status == null) {
            object.remove("status");
        } else {
            object.set("status", status);
        }
    }

    /**
     * The object as an update of its status may make it: everything but status and ordinary metadata is the old one's.
     */
    public static ObjectNode prepareForStatusUpdate(Kind kind, ObjectNode object, ObjectNode old) {
        ObjectMetadata.statusUpdate(kind, object, old);
        Defaults.apply(kind, object);
        for (String member : old.propertyNames()) {
            if (!member.equals("metadata") && !member.equals("status")) {
                Members.carry(member, old, object);
            }
        }
        object.retain(Members.with(old.propertyNames(), "metadata", "status"));
        return headed(kind, object);
    }

    /**
     * The object as a subresource that writes a part of the specification may make it: with defaults, and a new
     * generation where that part changed.
     *
     * @param object what the subresource took, the rest of it as in {@code old}
     */
    public static ObjectNode prepareForPart(Kind kind, ObjectNode object, ObjectNode old) {
        Defaults.apply(kind, object);
        Generations.afterUpdate(kind, object, old);
        return headed(kind, object);
    }

    /** A namespace whose finalizers alone come from the new object: the finalize subresource. */
    public static ObjectNode prepareForFinalize(Kind kind, ObjectNode object, ObjectNode old) {
        ObjectNode result = old.deepCopy();
        Members.carry("finalizers", Members.read(object, "spec"), Members.object(result, "spec"));
        return headed(kind, result);
    }

    /**
     * Marks an object, in place, whose deletion has been asked for and that still has to stay: for its finalizers, or
     * for its grace period. An object that is already being deleted keeps its time unless the new one is earlier.
     *
     * @param graceSeconds how long from {@code now} it may stay; 0 for kinds without graceful deletion
     */
    public static void markDeleted(ObjectNode object, Instant now, long graceSeconds) {
        ObjectMetadata.delete(object, now, graceSeconds);
    }

    private static ObjectNode headed(Kind kind, ObjectNode object) {
        return object.put("kind", kind.kind()).put("apiVersion", kind.groupVersion());
    }
}
