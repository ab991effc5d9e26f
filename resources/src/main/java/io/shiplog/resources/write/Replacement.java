package io.shiplog.resources.write;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.admission.Admission;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.decision.Writes;
import io.shiplog.resources.defaults.Defaults;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.kinds.pod.EphemeralContainers;
import io.shiplog.resources.kinds.pod.PodResize;
import io.shiplog.resources.validation.Validation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces an object by a changed one: the update, every patch, and the subresources that write a part of an object
 * (apiserver's {@code Store.Update}, v1.34).
 *
 * @param needsVersion whether a change without a resourceVersion is refused for kinds that do not take one
 * @param consultation who else is asked
 * @param tracking what is recorded of who owns what it changes
 */
public record Replacement(
        Target target,
        ObjectChange change,
        Part part,
        boolean needsVersion,
        Consultation consultation,
        Tracking tracking)
        implements WriteRequest {

    /** As the server itself changes objects: nobody comes to own a field by it. */
    public Replacement(Target target, ObjectChange change, Part part, boolean needsVersion) {
        this(target, change, part, needsVersion, Consultation.NONE, Tracking.NONE);
    }

    /** As above, where others are asked. */
    public Replacement(Target target, ObjectChange change, Part part, boolean needsVersion, Consultation consultation) {
        this(target, change, part, needsVersion, consultation, Tracking.NONE);
    }

    /** What is recorded of who owns which fields: the one place for every write of the API that replaces something. */
    @FunctionalInterface
    public interface Tracking {
        /** Leaves the old object's managed fields as they are. */
        Tracking NONE = (old, wanted, next) -> {};

        /** Sets what an apply has already found out. */
        Tracking APPLIED = (old, wanted, next) -> {
            JsonNode found = Trees.metadata(wanted).get("managedFields");
            if (found != null) {
                Trees.metadata(next).set("managedFields", found);
            }
        };

        /**
         * Sets the managed fields of the new object, in place.
         *
         * @param wanted the object as it was asked for
         * @param next what is made of that, with the managed fields of the old one
         */
        void track(ObjectNode old, ObjectNode wanted, ObjectNode next);
    }

    /** Which part of the object the change may touch. */
    public enum Part {
        ALL,
        STATUS,
        /** The finalizers of a namespace's specification. */
        FINALIZERS,
        /** A pod's containers that join it while it runs. */
        EPHEMERAL_CONTAINERS,
        /** What a pod's containers ask for. */
        RESIZE
    }

    @Override
    public Decision decide(View view) {
        StoredObject current = view.get(target.stored(), target.key());
        if (current == null) {
            return new Decision.Refused(Refusal.notFound(target.named(), target.name()));
        }
        ObjectNode stored = Trees.of(current);
        ObjectNode old = target.kind().toServed(stored);
        return switch (change.apply(old.deepCopy())) {
            case ObjectChange.NotApplicable(Refusal refusal) -> new Decision.Refused(refusal);
            case ObjectChange.Edited(ObjectNode wanted) ->
                consultation.isSilent(view, target)
                        ? identified(view, current, stored, old, wanted)
                        : consulted(view, current, stored, old, wanted);
        };
    }

    /** Others are asked before the resourceVersion is looked at, as upstream does. */
    private Decision consulted(View view, StoredObject current, ObjectNode stored, ObjectNode old, ObjectNode wanted) {
        Defaults.apply(target.kind(), wanted);
        return switch (consultation.change(view, subject(wanted, old))) {
            case Consultation.Opinion.Awaited _ -> new Decision.Awaits();
            case Consultation.Opinion.Refused(Refusal refusal) -> new Decision.Refused(refusal);
            case Consultation.Opinion.Agreed(ObjectNode changed) ->
                identified(view, current, stored, old, changed == null ? wanted : changed);
        };
    }

    private Consultation.Subject subject(ObjectNode object, ObjectNode old) {
        return new Consultation.Subject(Consultation.Act.UPDATE, target, object.deepCopy(), old.deepCopy());
    }

    private Decision identified(View view, StoredObject current, ObjectNode stored, ObjectNode old, ObjectNode wanted) {
        Refusal refusal = identity(current, wanted);
        return refusal == null
                ? replaced(view, current, stored, old, tracked(wanted, old))
                : new Decision.Refused(refusal);
    }

    private ObjectNode tracked(ObjectNode wanted, ObjectNode old) {
        ObjectNode sent = Json.object();
        JsonNode managed = wanted.path("metadata").get("managedFields");
        if (managed != null) {
            Trees.metadata(sent).set("managedFields", managed);
        }
        ObjectNode next = prepared(wanted, old);
        tracking.track(old, sent, next);
        return next;
    }

    private ObjectNode prepared(ObjectNode wanted, ObjectNode old) {
        Kind kind = target.kind();
        return switch (part) {
            case ALL -> Admission.prepareForUpdate(kind, wanted, old);
            case STATUS -> Admission.prepareForStatusUpdate(kind, wanted, old);
            case FINALIZERS -> Admission.prepareForFinalize(kind, wanted, old);
            case EPHEMERAL_CONTAINERS -> Admission.prepareForPart(kind, EphemeralContainers.taken(wanted, old), old);
            case RESIZE -> Admission.prepareForPart(kind, PodResize.taken(wanted, old), old);
        };
    }

    private List<FieldError> errors(ObjectNode next, ObjectNode old) {
        Kind kind = target.kind();
        return switch (part) {
            case ALL, STATUS, FINALIZERS -> Validation.update(kind, next, old);
            case EPHEMERAL_CONTAINERS -> Validation.part(kind, next, old, EphemeralContainers::update);
            case RESIZE -> Validation.part(kind, next, old, PodResize::update);
        };
    }

    private Decision replaced(View view, StoredObject current, ObjectNode stored, ObjectNode old, ObjectNode next) {
        Decision companions =
                part == Part.ALL ? target.companions().updating(view, target.key(), old, next) : Decision.Propose.NONE;
        if (companions instanceof Decision.Refused) {
            return companions;
        }
        Refusal refusal = Creation.invalid(target, errors(next, old));
        if (refusal != null) {
            return new Decision.Refused(refusal);
        }
        if (!consultation.isSilent(view, target)) {
            switch (consultation.consent(view, subject(next, old))) {
                case Consultation.Opinion.Awaited _ -> {
                    return new Decision.Awaits();
                }
                case Consultation.Opinion.Refused(Refusal refused) -> {
                    return new Decision.Refused(refused);
                }
                case Consultation.Opinion.Agreed _ -> {}
            }
        }
        if (sameButVersion(old, next)) {
            return new Decision.Nothing(current);
        }
        Decision charged = part == Part.ALL || part == Part.RESIZE
                ? new Policies(view, true).charge(target, next, old)
                : Decision.Propose.NONE;
        ObjectNode toStore = target.kind().toStorage(next, stored);
        return isOver(target.rules(), current, toStore)
                ? ended(view, target.rules(), current, toStore)
                : along(Writes.replace(current, toStore), companions, charged);
    }

    private static Decision along(Write replacement, Decision companions, Decision charged) {
        if (charged instanceof Decision.Refused) {
            return charged;
        }
        List<Write> writes = new ArrayList<>();
        writes.add(replacement);
        writes.addAll(companions.writes());
        writes.addAll(charged.writes());
        return new Decision.Propose(writes);
    }

    /** What the control plane itself edited, prepared, validated and charged as a client's update is. */
    static Decision edited(View view, Target target, PlannedWrite.Editing edit) {
        Kind kind = target.kind();
        ObjectNode before = edit.before();
        ObjectNode edited = edit.object().deepCopy();
        ObjectNode next = edit.part() == Part.STATUS
                ? Admission.prepareForStatusUpdate(kind, edited, before)
                : Admission.prepareForEdit(kind, edited, before, edit.part() == Part.FINALIZERS);
        Refusal refusal = Creation.invalid(target, Validation.update(kind, next, before));
        if (refusal != null) {
            return new Decision.Refused(refusal);
        }
        Decision charged = new Policies(view, false).charge(target, next, before);
        return along(Writes.replace(edit.current(), next), Decision.Propose.NONE, charged);
    }

    /**
     * Replaces {@code current} by what the control plane itself made of it, which is not prepared or validated again.
     * An object that is being deleted and that nothing holds any more goes away.
     */
    public static Decision of(View view, Rules rules, StoredObject current, ObjectNode next) {
        return isOver(rules, current, next)
                ? ended(view, rules, current, next)
                : new Decision.Propose(List.of(Writes.replace(current, next)));
    }

    private static Decision ended(View view, Rules rules, StoredObject current, ObjectNode next) {
        return new Decision.Propose(Deletion.removal(view, rules, current), Writes.last(current, next));
    }

    /** Whether nothing holds an object any more whose deletion was asked for, when it is {@code next}. */
    public static boolean isOver(Rules rules, StoredObject current, ObjectNode next) {
        return current.facts().deleting()
                && Trees.metadata(next).path("finalizers").isEmpty()
                && Trees.number(next, 0, "metadata", "deletionGracePeriodSeconds") == 0
                && !rules.deletion().held().test(next);
    }

    private @Nullable Refusal identity(StoredObject current, ObjectNode wanted) {
        ObjectNode metadata = Trees.metadata(wanted);
        String name = Trees.text(metadata, "name");
        if (!name.equals(target.name())) {
            return Refusal.badRequest(
                    name.isEmpty()
                            ? "the name of the object (" + target.name()
                                    + " based on URL) was undeterminable: name must be provided"
                            : "the name of the object (" + name + ") does not match the name on the URL ("
                                    + target.name() + ")");
        }
        String namespace = Trees.text(metadata, "namespace");
        if (target.kind().namespaced() && !namespace.isEmpty() && !namespace.equals(target.namespace())) {
            return Refusal.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        if (metadata.path("deletionTimestamp").isString() && !current.facts().deleting()) {
            return immutable(metadata, "deletionTimestamp");
        }
        String version = Trees.text(metadata, "resourceVersion");
        if (version.isEmpty() || version.equals("0")) {
            if (needsVersion && target.rules().needsVersion()) {
                return Refusal.invalid(
                        target.kind().group(),
                        target.kind().kind(),
                        target.name(),
                        List.of(new Cause(
                                "FieldValueInvalid",
                                "Invalid value: 0: must be specified for an update",
                                "metadata.resourceVersion")));
            }
        } else if (!version.equals(Long.toString(current.resourceVersion()))) {
            return Refusal.modified(target.named(), target.name());
        }
        String uid = Trees.text(metadata, "uid");
        if (uid.isEmpty() || uid.equals(current.uid())) {
            return null;
        }
        // Only what a client sends whole names its predecessor.
        return !needsVersion
                ? immutable(metadata, "uid")
                : Refusal.conflict(
                        target.named(),
                        target.name(),
                        "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + current.uid());
    }

    private Refusal immutable(ObjectNode metadata, String member) {
        FieldError error = FieldError.invalid("metadata." + member, metadata.get(member), "field is immutable");
        return Refusal.invalid(target.kind().group(), target.kind().kind(), target.name(), List.of(Cause.of(error)));
    }

    /** Whether two trees differ in nothing but their resourceVersion. */
    private static boolean sameButVersion(ObjectNode left, ObjectNode right) {
        return withoutVersion(left).equals(withoutVersion(right));
    }

    private static ObjectNode withoutVersion(ObjectNode object) {
        if (!(object.get("metadata") instanceof ObjectNode metadata) || !metadata.has("resourceVersion")) {
            return object;
        }
        ObjectNode copy = object.objectNode();
        copy.setAll(object);
        ObjectNode bare = object.objectNode();
        bare.setAll(metadata);
        bare.remove("resourceVersion");
        copy.set("metadata", bare);
        return copy;
    }
}
