package io.shiplog.apiserver.store;

import io.shiplog.apiserver.status.ApiStatus.Cause;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.store.Replacement.Part;
import io.shiplog.journal.Origin;
import io.shiplog.journal.StoredObject;
import io.shiplog.resources.conversion.Conversions;
import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.Schemas;
import io.shiplog.resources.schema.UnknownFields;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** The write operations of the API over any kind: makes the operation, has it carried to the journal. Thread-safe. */
public final class Writer {

    /** Who writes, where decisions are made, and whether anything really changes. */
    public record Session(Origin origin, Executor executor, boolean dryRun) {}

    private final Proposer proposer;
    private final Strategies strategies;
    private final ObjectRules rules;
    private final InstantSource clock;

    public Writer(Proposer proposer, Strategies strategies, ObjectRules rules, InstantSource clock) {
        this.proposer = proposer;
        this.strategies = strategies;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Creates an object.
     *
     * @param subject the collection; namespace from the URL, the name from the object
     */
    public CompletableFuture<Reply> create(Subject subject, ObjectNode object, Session session) {
        ObjectNode metadata = Documents.metadata(object);
        checkNamespace(subject, metadata);
        if (!Documents.text(metadata, "resourceVersion").isEmpty()) {
            throw Failures.badRequest("resourceVersion should not be set on objects to be created")
                    .exception();
        }
        String name = Documents.text(metadata, "name");
        String base = Documents.text(metadata, "generateName");
        boolean generated = name.isEmpty() && !base.isEmpty();
        if (generated) {
            name = Creation.generatedName(base, ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
            metadata.put("name", name);
        }
        if (name.isEmpty()) {
            throw Failures.invalid(
                            subject.kind().group(),
                            subject.kind().kind(),
                            "",
                            List.of(new Cause(
                                    "FieldValueRequired",
                                    "Required value: name or generateName is required",
                                    "metadata.name")))
                    .exception();
        }
        ObjectNode prepared = Conversions.toStorage(subject.kind(), rules.forCreate(subject.kind(), object), null);
        Subject named = subject.named(name);
        return run(new Creation(named, strategies.of(named.stored()), rules, prepared, generated), session);
    }

    /** Replaces an object by the one given; a resourceVersion in it is a precondition. */
    public CompletableFuture<Reply> update(Subject subject, ObjectNode object, Part part, Session session) {
        checkNames(subject, object);
        Strategy strategy = strategies.of(subject.stored());
        Schema schema = Schemas.builtIn().find(subject.kind().definition());
        ObjectChange whole = current -> {
            ObjectNode wanted = object.deepCopy();
            if (schema != null) {
                UnknownFields.carry(wanted, schema, current);
            }
            return wanted;
        };
        Operation replace = replacement(subject, whole, part, true);
        if (part != Part.ALL || !strategy.createOnUpdate()) {
            return run(replace, session);
        }
        return run(
                state -> state.get(subject.stored(), subject.key()) != null
                        ? replace.decide(state)
                        : creationByUpdate(subject, object, strategy).decide(state),
                session);
    }

    /** Changes an object, again and again until the change meets no other. */
    public CompletableFuture<Reply> change(Subject subject, ObjectChange change, Part part, Session session) {
        return run(replacement(subject, change, part, false), session);
    }

    /** As {@link #change} with an answer of its own. */
    public CompletableFuture<Reply> change(
            Subject subject, ObjectChange change, Part part, Session session, Function<StoredObject, Reply> reply) {
        Strategy strategy = strategies.of(subject.stored());
        return run(new Replacement(subject, strategy, rules, change, part, false, reply), session);
    }

    public CompletableFuture<Reply> delete(Subject subject, DeleteOptions options, Session session) {
        Strategy strategy = strategies.of(subject.stored());
        return run(new Deletion(subject, strategy, options, clock.instant()), session);
    }

    /** Carries any operation to the journal. */
    public CompletableFuture<Reply> run(Operation operation, Session session) {
        return proposer.run(operation, session.origin(), session.executor(), session.dryRun());
    }

    private Operation replacement(Subject subject, ObjectChange change, Part part, boolean needsVersion) {
        Strategy strategy = strategies.of(subject.stored());
        return new Replacement(
                subject,
                strategy,
                rules,
                change,
                part,
                needsVersion,
                stored -> new Reply.Document(200, Shown.as(subject.kind(), stored)));
    }

    private Operation creationByUpdate(Subject subject, ObjectNode object, Strategy strategy) {
        ObjectNode fresh = object.deepCopy();
        if (!Documents.text(Documents.metadata(fresh), "uid").isEmpty()) {
            throw Failures.notFound(subject.named(), subject.name()).exception();
        }
        Documents.metadata(fresh).remove("resourceVersion");
        ObjectNode prepared = Conversions.toStorage(subject.kind(), rules.forCreate(subject.kind(), fresh), null);
        return new Creation(subject, strategy, rules, prepared, false);
    }

    private static void checkNames(Subject subject, ObjectNode object) {
        ObjectNode metadata = Documents.metadata(object);
        checkNamespace(subject, metadata);
        String name = Documents.text(metadata, "name");
        if (name.isEmpty()) {
            metadata.put("name", subject.name());
        } else if (!name.equals(subject.name())) {
            throw Failures.badRequest("the name of the object (" + name + ") does not match the name on the URL ("
                            + subject.name() + ")")
                    .exception();
        }
    }

    private static void checkNamespace(Subject subject, ObjectNode metadata) {
        if (!subject.kind().namespaced()) {
            metadata.remove("namespace");
            return;
        }
        String namespace = Documents.text(metadata, "namespace");
        if (!namespace.isEmpty() && !namespace.equals(subject.namespace())) {
            throw Failures.badRequest(
                            "the namespace of the provided object does not match the namespace sent on the request")
                    .exception();
        }
        metadata.put("namespace", subject.namespace());
    }
}
