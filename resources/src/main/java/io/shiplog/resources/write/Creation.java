package io.shiplog.resources.write;

import io.shiplog.objects.ObjectKey;
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
import io.shiplog.resources.json.Members;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.validation.Validation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates an object: it is prepared and gets its defaults once; against a view it is completed by the cluster's
 * policies, validated, and charged to its namespace's quotas.
 *
 * @param object what {@link #prepared} made of what was asked for; not changed
 * @param consultation who else is asked
 */
public record Creation(Target target, ObjectNode object, Author author, Consultation consultation)
        implements WriteRequest {
    /** One that nobody else is asked about. */
    public Creation(Target target, ObjectNode object, Author author) {
        this(target, object, author, Consultation.NONE);
    }

    /**
     * Who creates.
     *
     * <p>A controller's creation differs from a client's in three ways:
     *
     * <ul>
     *   <li>it may be of a namespace that is ending: its controller looks at that itself, and an Event must not get in
     *       the way of what it tells of;
     *   <li>the name may be taken in the view: the journal answers that by the base;
     *   <li>the status that comes with it stays: controllers know that of what they make, such as a Node that just
     *       reported.
     * </ul>
     */
    public enum Author {
        CLIENT,
        /** A client that leaves the name to the server, which changes what a collision is answered. */
        CLIENT_WITHOUT_NAME,
        CONTROLLER
    }

    /**
     * The object as it will be stored: with defaults, uid, creation time and first status.
     *
     * @param asked the object wanted, with name and namespace, in {@code kind}; taken over
     */
    public static ObjectNode prepared(Kind kind, ObjectNode asked, Instant now, String uid, Author author) {
        JsonNode status = author == Author.CONTROLLER ? asked.get("status") : null;
        ObjectNode prepared = Admission.prepareForCreate(kind, asked, now, () -> uid);
        if (status != null) {
            prepared.set("status", status);
        }
        return kind.toStorage(prepared, null);
    }

    @Override
    public Decision decide(View view) {
        boolean client = author != Author.CONTROLLER;
        Refusal closed = client && target.kind().namespaced() ? closedNamespace(view) : null;
        if (closed != null) {
            return new Decision.Refused(closed);
        }
        boolean taken = client && view.get(target.stored(), target.key()) != null;
        if (taken && author == Author.CLIENT_WITHOUT_NAME) {
            return new Decision.Refused(Refusal.generateNameConflict(target.named(), target.name()));
        }
        ObjectNode created = object.deepCopy();
        Decision companions =
                taken ? Decision.Propose.NONE : target.companions().creating(view, target.key(), created);
        if (companions instanceof Decision.Refused) {
            return companions;
        }
        Refusal refusal = new Policies(view, client).complete(target, created);
        boolean silent = consultation.isSilent(view, target);
        if (refusal == null && !silent) {
            switch (consultation.change(view, subject(created))) {
                case Consultation.Opinion.Awaited _ -> {
                    return new Decision.Awaits();
                }
                case Consultation.Opinion.Refused(Refusal refused) -> refusal = refused;
                case Consultation.Opinion.Agreed(ObjectNode wanted) -> {
                    if (wanted != null) {
                        created = defaulted(wanted, created);
                        refusal = new Policies(view, client).complete(target, created);
                    }
                }
            }
        }
        if (refusal == null) {
            refusal = invalid(target, Validation.create(target.kind(), created));
        }
        if (refusal == null && taken) {
            refusal = Refusal.alreadyExists(target.named(), target.name());
        }
        if (refusal == null && !silent) {
            switch (consultation.consent(view, subject(created))) {
                case Consultation.Opinion.Awaited _ -> {
                    return new Decision.Awaits();
                }
                case Consultation.Opinion.Refused(Refusal refused) -> refusal = refused;
                case Consultation.Opinion.Agreed _ -> {}
            }
        }
        return refusal == null
                ? proposed(created, companions, new Policies(view, client).charge(target, created, null))
                : new Decision.Refused(refusal);
    }

    private Consultation.Subject subject(ObjectNode created) {
        return new Consultation.Subject(
                Consultation.Act.CREATE, target, target.kind().toServed(created.deepCopy()), null);
    }

    /** What others made of a new object, with its defaults; what only the server says stays. */
    private ObjectNode defaulted(ObjectNode wanted, ObjectNode created) {
        ObjectNode metadata = Trees.metadata(wanted);
        for (String member : List.of("name", "namespace", "uid", "creationTimestamp", "generation")) {
            Members.carry(member, Trees.metadata(created), metadata);
        }
        Defaults.apply(target.kind(), wanted);
        return target.kind().toStorage(wanted, null);
    }

    private Decision proposed(ObjectNode created, Decision companions, Decision charged) {
        if (charged instanceof Decision.Refused) {
            return charged;
        }
        String uid = Trees.text(Trees.metadata(created), "uid");
        List<Write> writes = new ArrayList<>();
        writes.add(Writes.create(target.stored(), target.key(), uid, created));
        writes.addAll(companions.writes());
        writes.addAll(charged.writes());
        return new Decision.Propose(writes);
    }

    private @Nullable Refusal closedNamespace(View view) {
        StoredObject namespace = view.get(Namespaces.RESOURCE, ObjectKey.cluster(target.namespace()));
        if (namespace == null) {
            return Refusal.notFound(Namespaces.RESOURCE, target.namespace());
        }
        if (!namespace.facts().deleting()) {
            return null;
        }
        return Refusal.forbidden(
                target.named(),
                target.name(),
                "unable to create new content in namespace " + target.namespace() + " because it is being terminated",
                List.of(new Cause(
                        "NamespaceTerminating",
                        "namespace " + target.namespace() + " is being terminated",
                        "metadata.namespace")));
    }

    /** 422 with every fault, null when there is none. */
    static @Nullable Refusal invalid(Target target, List<FieldError> errors) {
        return errors.isEmpty()
                ? null
                : Refusal.invalid(
                        target.kind().group(),
                        target.kind().kind(),
                        target.name(),
                        errors.stream().map(Cause::of).toList());
    }
}
