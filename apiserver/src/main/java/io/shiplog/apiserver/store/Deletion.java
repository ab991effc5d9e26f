package io.shiplog.apiserver.store;

import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.store.DeleteOptions.Propagation;
import io.shiplog.journal.State;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.Write;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
        ObjectNode metadata = Documents.metadata(object);
        List<String> finalizers = finalizers(current);
        boolean already = current.facts().deleting();
        long grace = strategy.graceSeconds(object, options.graceSeconds());
        if (grace == 0 && finalizers.isEmpty() && !strategy.held(object)) {
            return gone(state, current);
        }
        if (already) {
            long before = Documents.number(metadata, 0, "deletionGracePeriodSeconds");
            if (grace >= before && finalizers.equals(current.facts().finalizers())) {
                return stillGoing(current);
            }
            grace = Math.min(grace, before);
        }
        mark(object, metadata, grace, finalizers, already);
        return new Decision.Propose(
                List.of(Write.replace(current, Documents.forWrite(object))),
                stored -> new Reply.Document(200, stored.json()));
    }

    private void mark(ObjectNode object, ObjectNode metadata, long grace, List<String> finalizers, boolean already) {
        metadata.put(
                "deletionTimestamp",
                now.plusSeconds(grace).truncatedTo(ChronoUnit.SECONDS).toString());
        metadata.put("deletionGracePeriodSeconds", grace);
        long generation = Documents.number(metadata, 0, "generation");
        if (!already && generation > 0) {
            metadata.put("generation", generation + 1);
        }
        if (finalizers.isEmpty()) {
            metadata.remove("finalizers");
        } else {
            ArrayNode array = metadata.putArray("finalizers");
            finalizers.forEach(array::add);
        }
        strategy.terminating(object);
    }

    /** Another deletion is under way; a namespace says so, other kinds answer as they are. */
    private Decision stillGoing(StoredObject current) {
        if (subject.stored().resource().equals("namespaces")) {
            throw Failures.conflict(
                            subject.named(),
                            subject.name(),
                            "The system is ensuring all content is removed from this namespace.  Upon completion,"
                                    + " this namespace will automatically be purged by the system.")
                    .exception();
        }
        return new Decision.Answer(new Reply.Document(200, current.json()));
    }

    private Decision gone(State state, StoredObject current) {
        List<Write> writes = new ArrayList<>();
        writes.add(Write.delete(current));
        writes.addAll(strategy.deleting(state, current));
        return new Decision.Propose(writes, stored -> deletedReply(current));
    }

    private Reply deletedReply(StoredObject last) {
        if (strategy.returnsDeleted()) {
            return new Reply.Document(200, last.json());
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
            throw precondition("UID", options.uid(), current.uid());
        }
        String version = Long.toString(current.resourceVersion());
        if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(version)) {
            throw precondition("ResourceVersion", options.resourceVersion(), version);
        }
    }

    private RuntimeException precondition(String what, String asked, String found) {
        return Failures.conflict(
                        subject.named(),
                        subject.name(),
                        "Precondition failed: " + what + " in precondition: " + asked + ", " + what
                                + " in object meta: " + found)
                .exception();
    }
}
