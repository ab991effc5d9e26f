package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.SigningRequests;
import io.shiplog.apiserver.read.ListOptions;
import io.shiplog.apiserver.read.Page;
import io.shiplog.apiserver.read.Reads;
import io.shiplog.apiserver.read.Selection;
import io.shiplog.apiserver.write.DeleteOptions;
import io.shiplog.apiserver.write.Reply;
import io.shiplog.apiserver.write.Writer;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.write.ObjectChange;
import io.shiplog.resources.write.Replacement.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.node.ObjectNode;

/** The writes that every stored kind has. */
final class ObjectHandlers {
    private static final int DELETIONS = 64;

    private final Reads reads;
    private final Writer writer;
    private final BodyDecoder bodies;
    private final Patches patches;

    ObjectHandlers(Reads reads, Writer writer, BodyDecoder bodies) {
        this.reads = reads;
        this.writer = writer;
        this.bodies = bodies;
        this.patches = new Patches(bodies);
    }

    CompletionStage<Answer> create(Call call) {
        FieldManagers.given(call);
        ObjectNode object = bodies.read(call);
        return writer.create(call.target(), object, session(call)).thenApply(reply -> single(call, reply));
    }

    /** Who asks for a certificate is who sends the request, whatever it says. */
    CompletionStage<Answer> createSigningRequest(Call call) {
        ObjectNode object = bodies.read(call);
        SigningRequests.by(call.identity(), object);
        return writer.create(call.target(), object, session(call)).thenApply(reply -> single(call, reply));
    }

    CompletionStage<Answer> update(Call call, Part part) {
        ObjectNode object = bodies.read(call);
        return writer.update(call.target(), object, part, FieldManagers.name(call), session(call))
                .thenApply(reply -> single(call, reply));
    }

    CompletionStage<Answer> patch(Call call, Part part) {
        String manager = FieldManagers.name(call);
        if (call.contentType().equals(Patches.APPLY)) {
            return writer.apply(call.target(), patches.apply(call, writer.now()), part, session(call))
                    .thenApply(reply -> single(call, reply));
        }
        ObjectChange change = patches.change(call);
        return writer.change(call.target(), change, part, manager, session(call))
                .thenApply(reply -> single(call, reply));
    }

    CompletionStage<Answer> delete(Call call) {
        DeleteOptions options = deleteOptions(call);
        return writer.delete(call.target(), options.deletion(), session(call, options.dryRun()))
                .thenApply(reply -> single(call, reply));
    }

    /** Deletes what is selected, some objects at a time; answers with the objects that were selected. */
    CompletionStage<Answer> deleteCollection(Call call) {
        Selection selection = Selection.read(call.target(), call.query());
        DeleteOptions options = deleteOptions(call);
        return reads.page(selection, ListOptions.whole(new ListOptions.Moment.Latest()), call.executor())
                .thenComposeAsync(
                        page -> {
                            List<StoredObject> doomed = new ArrayList<>();
                            page.items().forEach(doomed::add);
                            return delete(call, doomed, 0, options).thenApply(all -> deleted(call, page, doomed));
                        },
                        call.executor());
    }

    /**
     * Deletes from the index on. An event loop that made thousands of deletions at a time would serve nobody meanwhile.
     */
    private CompletableFuture<Void> delete(Call call, List<StoredObject> doomed, int from, DeleteOptions options) {
        int to = Math.min(doomed.size(), from + DELETIONS);
        CompletableFuture<?>[] deletions = doomed.subList(from, to).stream()
                .map(object -> writer.delete(
                                call.target()
                                        .in(object.key().namespace())
                                        .named(object.key().name()),
                                options.deletion(),
                                session(call, options.dryRun()).unnamed())
                        .exceptionallyCompose(ObjectHandlers::goneAlready))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> these = CompletableFuture.allOf(deletions);
        return to == doomed.size()
                ? these
                : these.thenComposeAsync(done -> delete(call, doomed, to, options), call.executor());
    }

    private static Answer deleted(Call call, Page page, List<StoredObject> doomed) {
        return new Answer.Many(call.target().kind(), new Page(page.resourceVersion(), doomed, null, null));
    }

    /** Somebody else deleted it first: that is what was wanted. */
    private static CompletableFuture<Reply> goneAlready(Throwable failure) {
        return Causes.isNotFound(failure)
                ? CompletableFuture.completedFuture(new Reply.Document(200, new byte[0]))
                : CompletableFuture.failedFuture(failure);
    }

    private DeleteOptions deleteOptions(Call call) {
        return DeleteOptions.read(bodies.readOptions(call), call.query());
    }

    static Writer.Session session(Call call) {
        return session(call, call.dryRun());
    }

    static Writer.Session session(Call call, boolean dryRun) {
        return new Writer.Session(
                call.origin(), call.executor(), dryRun, call.auditId(), call.guard(dryRun), call.consultant(dryRun));
    }

    static Answer single(Call call, Reply reply) {
        return new Answer.Single(call.target().kind(), reply);
    }
}
