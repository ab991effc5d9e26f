package io.shiplog.apiserver.store;

import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.store.DeleteOptions.Propagation;
import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.admission.Admission;
import io.shiplog.resources.kind.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletes an object: at once, or, when finalizers or a grace period hold it, by marking it (apiserver's {@code
 * BeforeDelete} and {@code Store.Delete}, v1.34).
 */
public final class Deletion implements Operation {
    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";

    private final Subject subject;
    private final Strategy strategy;
    private final DeleteOptions options;
    private final Instant now;

    public Deletion(Subject subject, Strategy strategy, DeleteOptions options, Instant now) {
        this.subject = subject;
        this.strategy = strategy;
        this.options = options;
        this.now = now;
    }

    @Override
    public Decision decide(State state) {
        StoredObject current = state.get(subject.stored(), subject.key());
        if (current == null) {
            throw Failures.notFound(subject.named(), subject.name()).exception();
        }
        checkPreconditions(current);
        ObjectNode object = Documents.tree(current);
        boolean already = current.facts().deleting();
        long grace = already ? 0 : strategy.graceSeconds(object, options.graceSeconds());
        long period = Documents.number(object, 0, "metadata", "deletionGracePeriodSeconds");
        if (already && period > 0) {
            // Once an object has been given time to end, a deletion can only shorten it.
            Long asked = options.graceSeconds();
            if (asked == null || asked >= period) {
                return stillGoing(current);
            }
            grace = asked < 0 ? 1 : asked;
        }
        List<String> finalizers = finalizers(current);
        if (grace == 0 && finalizers.isEmpty() && !strategy.held(object)) {
            return gone(state, current);
        }
        if (already && grace == period && finalizers.equals(current.facts().finalizers())) {
            return stillGoing(current);
        }
        ObjectNode marked = marked(object, grace, finalizers);
        return new Decision.Propose(List.of(Write.replace(current, Documents.forWrite(marked))), this::shown);
    }

    private ObjectNode marked(ObjectNode object, long grace, List<String> finalizers) {
        Kind kind = subject.kind().storage();
        ObjectNode marked = Admission.prepareForDeletion(kind, object, now, grace);
        ObjectNode metadata = Documents.metadata(marked);
        if (finalizers.isEmpty()) {
            metadata.remove("finalizers");
        } else {
            ArrayNode array = metadata.putArray("finalizers");
            finalizers.forEach(array::add);
        }
        strategy.terminating(marked);
        return marked;
    }

    /** Another deletion is under way, and this one asks for no more. */
    private Decision stillGoing(StoredObject current) {
        return new Decision.Answer(shown(current));
    }

    private Reply shown(StoredObject object) {
        return new Reply.Document(200, Shown.as(subject.kind(), object));
    }

    private Decision gone(State state, StoredObject current) {
        List<Write> writes = new ArrayList<>();
        writes.add(Write.delete(current));
        writes.addAll(strategy.deleting(state, current));
        return new Decision.Propose(writes, stored -> deletedReply(current));
    }

    private Reply deletedReply(StoredObject last) {
        if (strategy.returnsDeleted()) {
            return shown(last);
        }
        var details = new ApiStatus.Details(
                subject.name(), subject.kind().group(), subject.kind().plural(), last.uid(), List.of(), 0);
        return new Reply.Outcome(new ApiStatus(200, "", "", details));
    }

    /** The finalizers that the object has once this deletion has begun. */
    private List<String> finalizers(StoredObject current) {
        List<String> finalizers = new ArrayList<>(current.facts().finalizers());
        Propagation propagation = options.propagation();
        if (propagation == Propagation.UNSAID) {
            if (finalizers.contains(ORPHAN) || finalizers.contains(FOREGROUND)) {
                return finalizers;
            }
            propagation = strategy.orphansByDefault() ? Propagation.ORPHAN : Propagation.BACKGROUND;
        }
        finalizers.remove(ORPHAN);
        finalizers.remove(FOREGROUND);
        if (propagation == Propagation.ORPHAN) {
            finalizers.add(ORPHAN);
        } else if (propagation == Propagation.FOREGROUND) {
            finalizers.add(FOREGROUND);
        }
        return finalizers;
    }

    private void checkPreconditions(StoredObject current) {
        if (!options.uid().isEmpty() && !options.uid().equals(current.uid())) {
            throw precondition("UID", options.uid(), current.uid(), "deleted and then recreated");
        }
        String version = Long.toString(current.resourceVersion());
        if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(version)) {
            throw precondition("ResourceVersion", options.resourceVersion(), version, "modified");
        }
    }

    /** Upstream names the kind here, not the resource. */
    private RuntimeException precondition(String what, String asked, String found, String guess) {
        return Failures.conflict(
                        new GroupResource(subject.kind().kind(), subject.kind().group()),
                        subject.name(),
                        "the " + what + " in the precondition (" + asked + ") does not match the " + what
                                + " in record (" + found + "). The object might have been " + guess)
                .exception();
    }
}
