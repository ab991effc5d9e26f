package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.read.ListOptions;
import io.shiplog.apiserver.read.Reads;
import io.shiplog.apiserver.read.Selection;
import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.write.Reply;
import io.shiplog.apiserver.write.ServedVersion;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.access.Access;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Scale;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** The operations that only read: the same of the present and of a past moment. */
final class ReadHandlers {
    private final Reads reads;

    ReadHandlers(Reads reads) {
        this.reads = reads;
    }

    /** Adds the rows of every operation that reads. */
    static void addTo(Operations operations, ReadHandlers reading, WatchHandlers watching, ReviewHandlers reviews) {
        operations
                .add("get", "", reading::get)
                .add("list", "", reading::list)
                .add("watch", "", watching::watch)
                .add("get", "status", reading::get)
                .add("get", "scale", reading::getScale)
                .add("get", Pods.RESOURCE, "ephemeralcontainers", reading::get)
                .add("get", Pods.RESOURCE, "resize", reading::get)
                .add("get", Access.SIGNING_REQUESTS.resource(), "approval", reading::get)
                .add("create", Access.SELF_REVIEWS.resource(), "", reviews::selfSubject)
                .add("create", Access.SELF_ACCESS_REVIEWS.resource(), "", reviews::selfSubjectAccess)
                .add("create", Access.SELF_RULES_REVIEWS.resource(), "", reviews::selfSubjectRules)
                .add("create", Access.ACCESS_REVIEWS.resource(), "", reviews::subjectAccess)
                .add("create", Access.LOCAL_ACCESS_REVIEWS.resource(), "", reviews::localSubjectAccess)
                .add("create", Access.TOKEN_REVIEWS.resource(), "", reviews::token);
    }

    CompletionStage<Answer> get(Call call) {
        return found(
                call,
                object -> new Reply.Document(200, ServedVersion.as(call.target().kind(), object)));
    }

    CompletionStage<Answer> getScale(Call call) {
        return found(call, object -> scale(call.target().kind(), object));
    }

    CompletionStage<Answer> list(Call call) {
        Selection selection = Selection.read(call.target(), call.query());
        // A list has no end of its own to be told; it is refused for what is no number all the same.
        call.query().number("timeoutSeconds", 0);
        return reads.page(selection, ListOptions.read(call.query()), call.executor())
                .thenApply(page -> new Answer.Many(call.target().kind(), page));
    }

    static Reply scale(Kind kind, StoredObject object) {
        ObjectNode shown = kind.toServed(Trees.of(object));
        return new Reply.Document(200, Json.bytes(Scale.of(shown, kind.rules().scale())));
    }

    /**
     * Answers with what {@code shown} makes of the call's object, as of the moment that the call names; 404 when it is
     * not there.
     */
    private CompletionStage<Answer> found(Call call, Function<StoredObject, Reply> shown) {
        RequestTarget target = call.target();
        return reads.at(ListOptions.momentOfOne(call.query()))
                .thenApplyAsync(
                        state -> {
                            StoredObject found = state.get(target.stored(), target.key());
                            if (found == null) {
                                throw Failures.notFound(target.named(), target.name())
                                        .exception();
                            }
                            return ObjectHandlers.single(call, shown.apply(found));
                        },
                        call.executor());
    }
}
