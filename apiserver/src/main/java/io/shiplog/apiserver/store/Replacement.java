package io.shiplog.apiserver.store;

import io.shiplog.apiserver.status.ApiStatus.Cause;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.journal.State;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces an object by a changed one: the update, every patch, and the subresources that write a part of an object
 * (apiserver's {@code Store.Update}, v1.34).
 */
public final class Replacement implements Operation {

    /** Which part of the object the change may touch. */
    public enum Part {
        ALL,
        STATUS,
        /** The finalizers of a namespace's specification. */
        FINALIZERS,
        /** Whatever the change did is taken as it is: the change is the server's own, such as a binding. */
        AS_GIVEN
    }

    private final Subject subject;
    private final Strategy strategy;
    private final ObjectRules rules;
    private final ObjectChange change;
    private final Part part;
    private final boolean needsVersion;
    private final Function<StoredObject, Reply> reply;

    /**
     * @param needsVersion whether a change without a resourceVersion is refused for kinds that do not take one
     * @param reply the answer from the object as stored
     */
    public Replacement(
            Subject subject,
            Strategy strategy,
            ObjectRules rules,
            ObjectChange change,
            Part part,
            boolean needsVersion,
            Function<StoredObject, Reply> reply) {
        this.subject = subject;
        this.strategy = strategy;
        this.rules = rules;
        this.change = change;
        this.part = part;
        this.needsVersion = needsVersion;
        this.reply = reply;
    }

    @Override
    public Decision decide(State state) {
        StoredObject current = state.get(subject.stored(), subject.key());
        if (current == null) {
            throw Failures.notFound(subject.named(), subject.name()).exception();
        }
        ObjectNode stored = Documents.tree(current);
        ObjectNode old = subject.kind().toServed(stored);
        ObjectNode wanted = change.apply(old.deepCopy());
        checkIdentity(current, wanted);
        ObjectNode next = switch (part) {
            case ALL -> rules.forUpdate(subject.kind(), wanted, old);
            case STATUS -> rules.forStatusUpdate(subject.kind(), wanted, old);
            case FINALIZERS -> rules.forFinalize(subject.kind(), wanted, old);
            case AS_GIVEN -> wanted;
        };
        List<Write> companions = part == Part.ALL ? strategy.updating(state, subject, old, next) : List.of();
        if (part != Part.AS_GIVEN) {
            rules.validateUpdate(subject.kind(), next, old, subject.name());
        }
        if (Documents.sameButVersion(old, next)) {
            return new Decision.Answer(reply.apply(current));
        }
        ObjectNode toStore = subject.kind().toStorage(next, stored);
        if (isOver(current, toStore)) {
            List<Write> writes = new ArrayList<>();
            writes.add(Write.delete(current));
            writes.addAll(strategy.deleting(state, current));
            return new Decision.Propose(writes, _ -> reply.apply(lastState(current, toStore)));
        }
        List<Write> writes = new ArrayList<>();
        writes.add(Write.replace(current, Documents.forWrite(toStore)));
        writes.addAll(companions);
        if (part == Part.ALL) {
            writes.addAll(PolicyCheck.charge(state, subject, next, old));
        }
        return new Decision.Propose(writes, reply);
    }

    /** The update took away the last thing that held a deleted object. */
    private boolean isOver(StoredObject current, ObjectNode next) {
        return current.facts().deleting()
                && Documents.metadata(next).path("finalizers").isEmpty()
                && Documents.number(next, 0, "metadata", "deletionGracePeriodSeconds") == 0
                && !strategy.held(next);
    }

    private StoredObject lastState(StoredObject current, ObjectNode next) {
        return new StoredObject(current.resource(), current.key(), current.uid(), 0, Documents.forWrite(next))
                .at(current.resourceVersion());
    }

    private void checkIdentity(StoredObject current, ObjectNode wanted) {
        ObjectNode metadata = Documents.metadata(wanted);
        String version = Documents.text(metadata, "resourceVersion");
        if (version.isEmpty() || version.equals("0")) {
            if (needsVersion && !strategy.unconditionalUpdate()) {
                throw Failures.invalid(
                                subject.kind().group(),
                                subject.kind().kind(),
                                subject.name(),
                                List.of(new Cause(
                                        "FieldValueInvalid",
                                        "Invalid value: 0: must be specified for an update",
                                        "metadata.resourceVersion")))
                        .exception();
            }
        } else if (!version.equals(Long.toString(current.resourceVersion()))) {
            throw Failures.modified(subject.named(), subject.name()).exception();
        }
        String uid = Documents.text(metadata, "uid");
        if (!uid.isEmpty() && !uid.equals(current.uid())) {
            throw Failures.conflict(
                            subject.named(),
                            subject.name(),
                            "Precondition failed: UID in precondition: " + uid + ", UID in object meta: "
                                    + current.uid())
                    .exception();
        }
    }
}
