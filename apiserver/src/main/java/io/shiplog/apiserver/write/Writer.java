package io.shiplog.apiserver.write;

import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.apiserver.status.ApiException;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.write.Operation.Done;
import io.shiplog.apiserver.write.Operation.Effect;
import io.shiplog.journal.Origin;
import io.shiplog.objects.View;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.decision.Refusal.Details;
import io.shiplog.resources.fields.FieldManager;
import io.shiplog.resources.fields.ManagedFields;
import io.shiplog.resources.fields.ServerSideApply;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.names.GeneratedNames;
import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.SchemaPruning;
import io.shiplog.resources.schema.UnknownFields;
import io.shiplog.resources.write.Creation;
import io.shiplog.resources.write.Creation.Author;
import io.shiplog.resources.write.Deletion;
import io.shiplog.resources.write.DeletionOptions;
import io.shiplog.resources.write.ObjectChange;
import io.shiplog.resources.write.Replacement;
import io.shiplog.resources.write.Replacement.Part;
import io.shiplog.resources.write.Replacement.Tracking;
import io.shiplog.resources.write.WriteRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The write operations of the API over any kind: makes the operation, has it carried to the journal. Thread-safe. */
public final class Writer {
    /** How many made-up names are tried before the client has to. */
    private static final int GENERATED_NAMES = 8;

    /**
     * Who writes, where decisions are made, and whether anything really changes.
     *
     * @param auditId names the first proposal that is made, empty when several may be
     * @param guard what is asked of the writes because of who makes them
     * @param consultant asks others about them
     */
    public record Session(
            Origin origin, Executor executor, boolean dryRun, String auditId, WriteGuard guard, Consultant consultant) {
        /** Of writes that nobody else is asked about. */
        public Session(Origin origin, Executor executor, boolean dryRun, String auditId, WriteGuard guard) {
            this(origin, executor, dryRun, auditId, guard, Consultant.NONE);
        }

        /** For more proposals of the same request. */
        public Session unnamed() {
            return new Session(origin, executor, dryRun, "", guard, consultant);
        }
    }

    private final Proposer proposer;
    private final Supplier<String> uids = () -> UUID.randomUUID().toString();
    private final InstantSource clock;
    private final UnaryOperator<String> generatedNames;

    public Writer(Proposer proposer, InstantSource clock) {
        this(
                proposer,
                clock,
                base -> GeneratedNames.drawn(base, ThreadLocalRandom.current().nextLong()));
    }

    /** @param generatedNames makes a name up that begins as it is told */
    Writer(Proposer proposer, InstantSource clock, UnaryOperator<String> generatedNames) {
        this.generatedNames = generatedNames;
        this.proposer = proposer;
        this.clock = clock;
    }

    /**
     * Creates an object.
     *
     * @param target the collection; namespace from the URL, the name from the object
     */
    public CompletableFuture<Reply> create(RequestTarget target, ObjectNode object, Session session) {
        ObjectNode metadata = Trees.metadata(object);
        checkNamespace(target, metadata);
        if (!Trees.text(metadata, "resourceVersion").isEmpty()) {
            throw Failures.badRequest("resourceVersion should not be set on objects to be created")
                    .exception();
        }
        String name = Trees.text(metadata, "name");
        String base = Trees.text(metadata, "generateName");
        if (name.isEmpty() && !base.isEmpty()) {
            return createGenerated(target, object, base, session, GENERATED_NAMES);
        }
        if (name.isEmpty()) {
            throw Failures.invalid(
                            target.kind().group(),
                            target.kind().kind(),
                            "",
                            List.of(new Cause(
                                    "FieldValueRequired",
                                    "Required value: name or generateName is required",
                                    "metadata.name")))
                    .exception();
        }
        return create(target.named(name), object, session, false);
    }

    /** Creates the object under a name that is made up, trying others while what comes out is taken. */
    private CompletableFuture<Reply> createGenerated(
            RequestTarget target, ObjectNode object, String base, Session session, int names) {
        String name = generatedNames.apply(base);
        ObjectNode named = object.deepCopy();
        Trees.metadata(named).put("name", name);
        return create(target.named(name), named, session, true)
                .exceptionallyCompose(failure -> names > 1 && isTaken(failure)
                        ? createGenerated(target, object, base, session.unnamed(), names - 1)
                        : CompletableFuture.failedFuture(failure));
    }

    private static boolean isTaken(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ApiException known && known.status().reason().equals("AlreadyExists");
    }

    private CompletableFuture<Reply> create(
            RequestTarget named, ObjectNode object, Session session, boolean generated) {
        return run(
                new Operation(
                        creation(named, object, generated ? Author.CLIENT_WITHOUT_NAME : Author.CLIENT, session),
                        done -> new Reply.Document(201, ServedVersion.as(named.kind(), done.object()))),
                session);
    }

    private Creation creation(RequestTarget named, ObjectNode object, Author author, Session session) {
        ObjectNode prepared = Creation.prepared(named.kind(), object, clock.instant(), uids.get(), author);
        return new Creation(named.object(), prepared, author, session.consultant());
    }

    /**
     * Replaces an object by the one given; a resourceVersion in it is a precondition.
     *
     * @param manager who comes to own the fields that change
     */
    public CompletableFuture<Reply> update(
            RequestTarget target, ObjectNode object, Part part, String manager, Session session) {
        checkNames(target, object);
        Schema schema = target.kind().schema();
        ObjectChange whole = current -> {
            ObjectNode wanted = object.deepCopy();
            UnknownFields.carry(wanted, schema, current);
            return new ObjectChange.Edited(wanted);
        };
        WriteRequest replace =
                new Replacement(target.object(), whole, part, true, session.consultant(), tracking(target, manager));
        WriteRequest request = part == Part.ALL && target.object().rules().createsOnUpdate()
                ? view -> view.get(target.stored(), target.key()) != null
                        ? replace.decide(view)
                        : createdByUpdate(view, target, object, session)
                : replace;
        return run(new Operation(request, done -> document(target, done)), session);
    }

    /** Changes an object, again and again until the change meets no other. */
    public CompletableFuture<Reply> change(RequestTarget target, ObjectChange change, Part part, Session session) {
        var request = new Replacement(target.object(), change, part, false, session.consultant());
        return run(new Operation(request, done -> document(target, done)), session);
    }

    /** As above; {@code manager} comes to own the fields that change. */
    public CompletableFuture<Reply> change(
            RequestTarget target, ObjectChange change, Part part, String manager, Session session) {
        return change(target, change, part, manager, session, done -> document(target, done));
    }

    /** Applies a configuration, which creates what is not there. */
    public CompletableFuture<Reply> apply(RequestTarget target, ServerSideApply apply, Part part, Session session) {
        checkNames(target, apply.config());
        ObjectChange change = current -> switch (apply.applyTo(current)) {
            case ServerSideApply.Conflicts(Refusal refusal) -> new ObjectChange.NotApplicable(refusal);
            case ServerSideApply.Applied(ObjectNode object) -> {
                SchemaPruning.prune(object, target.kind().schema(), current);
                yield new ObjectChange.Edited(object);
            }
        };
        WriteRequest replace =
                new Replacement(target.object(), change, part, false, session.consultant(), Tracking.APPLIED);
        WriteRequest request = view -> view.get(target.stored(), target.key()) != null || part != Part.ALL
                ? replace.decide(view)
                : createdByApply(view, target, apply.create(), session);
        return run(new Operation(request, done -> document(target, done)), session);
    }

    private Decision createdByApply(View view, RequestTarget target, ObjectNode object, Session session) {
        ObjectNode metadata = Trees.metadata(object);
        String uid = Trees.text(metadata, "uid");
        if (!uid.isEmpty()) {
            return new Decision.Refused(Refusal.conflict(
                    target.named(),
                    target.name(),
                    "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found"));
        }
        JsonNode managed = metadata.get("managedFields");
        SchemaPruning.prune(object, target.kind().schema());
        Creation creation = creation(target, object, Author.CLIENT, session);
        if (managed != null) {
            Trees.metadata(creation.object()).set("managedFields", managed);
        }
        return creation.decide(view);
    }

    /** The time that changes are made at. */
    public Instant now() {
        return clock.instant();
    }

    private Tracking tracking(RequestTarget target, String manager) {
        var named = new FieldManager(manager, target.kind().groupVersion(), target.subresource(), clock.instant());
        return (old, wanted, next) -> ManagedFields.track(target.kind(), named, old, wanted, next);
    }

    /** As {@link #change} with an answer of its own. */
    public CompletableFuture<Reply> change(
            RequestTarget target,
            ObjectChange change,
            Part part,
            String manager,
            Session session,
            Function<Done, Reply> reply) {
        var request =
                new Replacement(target.object(), change, part, false, session.consultant(), tracking(target, manager));
        return run(new Operation(request, reply), session);
    }

    /** The request that deletes an object. */
    public Deletion deletion(RequestTarget target, DeletionOptions options) {
        return new Deletion(target.object(), options, clock.instant());
    }

    public CompletableFuture<Reply> delete(RequestTarget target, DeletionOptions options, Session session) {
        var request = new Deletion(target.object(), options, clock.instant(), session.consultant());
        return run(new Operation(request, done -> deleted(target, done)), session);
    }

    /** Carries any operation to the journal. */
    public CompletableFuture<Reply> run(Operation operation, Session session) {
        return proposer.run(new Operation(session.guard().guarding(operation.request()), operation.reply()), session);
    }

    private static Reply document(RequestTarget target, Done done) {
        return new Reply.Document(
                done.effect() == Effect.CREATED ? 201 : 200, ServedVersion.as(target.kind(), done.object()));
    }

    private static Reply deleted(RequestTarget target, Done done) {
        if (done.effect() != Effect.GONE || target.object().rules().deletion().returnsDeleted()) {
            return document(target, done);
        }
        var details = new Details(
                target.name(),
                target.kind().group(),
                target.kind().plural(),
                done.object().uid(),
                List.of(),
                0);
        return new Reply.Outcome(new ApiStatus(200, "", "", details));
    }

    private Decision createdByUpdate(View view, RequestTarget target, ObjectNode object, Session session) {
        ObjectNode fresh = object.deepCopy();
        if (!Trees.text(Trees.metadata(fresh), "uid").isEmpty()) {
            return new Decision.Refused(Refusal.notFound(target.named(), target.name()));
        }
        Trees.metadata(fresh).remove("resourceVersion");
        return creation(target, fresh, Author.CLIENT, session).decide(view);
    }

    private static void checkNames(RequestTarget target, ObjectNode object) {
        ObjectNode metadata = Trees.metadata(object);
        checkNamespace(target, metadata);
        String name = Trees.text(metadata, "name");
        if (name.isEmpty()) {
            throw Failures.badRequest("the name of the object (" + target.name()
                            + " based on URL) was undeterminable: name must be provided")
                    .exception();
        }
        if (!name.equals(target.name())) {
            throw Failures.badRequest("the name of the object (" + name + ") does not match the name on the URL ("
                            + target.name() + ")")
                    .exception();
        }
    }

    private static void checkNamespace(RequestTarget target, ObjectNode metadata) {
        if (!target.kind().namespaced()) {
            metadata.remove("namespace");
            return;
        }
        String namespace = Trees.text(metadata, "namespace");
        if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
            throw Failures.badRequest(
                            "the namespace of the provided object does not match the namespace sent on the request")
                    .exception();
        }
        metadata.put("namespace", target.namespace());
    }
}
