package io.shiplog.apiserver.store;

import io.shiplog.apiserver.status.ApiException;
import io.shiplog.apiserver.status.ApiStatus.Cause;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.store.Replacement.Part;
import io.shiplog.journal.Origin;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.UnknownFields;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** The write operations of the API over any kind: makes the operation, has it carried to the journal. Thread-safe. */
public final class Writer {
    /** How many made-up names are tried before the client has to. */
    private static final int GENERATED_NAMES = 8;

    /**
     * Who writes, where decisions are made, and whether anything really changes.
     *
     * @param auditId names the first proposal that is made, empty when several may be
     */
    public record Session(Origin origin, Executor executor, boolean dryRun, String auditId) {
        /** For more proposals of the same request. */
        public Session unnamed() {
            return new Session(origin, executor, dryRun, "");
        }
    }

    private final Proposer proposer;
    private final Strategies strategies;
    private final ObjectRules rules;
    private final InstantSource clock;
    private final UnaryOperator<String> generatedNames;

    public Writer(Proposer proposer, Strategies strategies, ObjectRules rules, InstantSource clock) {
        this(
                proposer,
                strategies,
                rules,
                clock,
                base -> Creation.generatedName(base, ThreadLocalRandom.current().nextLong(Long.MAX_VALUE)));
    }

    /** @param generatedNames makes a name up that begins as it is told */
    Writer(
            Proposer proposer,
            Strategies strategies,
            ObjectRules rules,
            InstantSource clock,
            UnaryOperator<String> generatedNames) {
        this.generatedNames = generatedNames;
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
        if (name.isEmpty() && !base.isEmpty()) {
            return createGenerated(subject, object, base, session, GENERATED_NAMES);
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
        return create(subject.named(name), object, session, false);
    }

    /** Creates the object under a name that is made up, trying others while what comes out is taken. */
    private CompletableFuture<Reply> createGenerated(
            Subject subject, ObjectNode object, String base, Session session, int names) {
        String name = generatedNames.apply(base);
        ObjectNode named = object.deepCopy();
        Documents.metadata(named).put("name", name);
        return create(subject.named(name), named, session, true)
                .exceptionallyCompose(failure -> names > 1 && isTaken(failure)
                        ? createGenerated(subject, object, base, session.unnamed(), names - 1)
                        : CompletableFuture.failedFuture(failure));
    }

    private static boolean isTaken(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ApiException known && known.status().reason().equals("AlreadyExists");
    }

    private CompletableFuture<Reply> create(Subject named, ObjectNode object, Session session, boolean generated) {
        ObjectNode prepared = named.kind().toStorage(rules.forCreate(named.kind(), object), null);
        return run(new Creation(named, strategies.of(named.stored()), rules, prepared, generated), session);
    }

    /** Replaces an object by the one given; a resourceVersion in it is a precondition. */
    public CompletableFuture<Reply> update(Subject subject, ObjectNode object, Part part, Session session) {
        checkNames(subject, object);
        Strategy strategy = strategies.of(subject.stored());
        Schema schema = subject.kind().schema();
        ObjectChange whole = current -> {
            ObjectNode wanted = object.deepCopy();
            UnknownFields.carry(wanted, schema, current);
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
        return proposer.run(operation, session);
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
        ObjectNode prepared = subject.kind().toStorage(rules.forCreate(subject.kind(), fresh), null);
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
