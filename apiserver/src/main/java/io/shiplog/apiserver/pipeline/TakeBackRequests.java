package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.ask.Asker;
import io.shiplog.apiserver.ask.Questions;
import io.shiplog.apiserver.ask.TakeBack;
import io.shiplog.apiserver.authn.Granting;
import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.RequestAuthorizer;
import io.shiplog.apiserver.request.Representation;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.status.JournalFailures;
import io.shiplog.apiserver.write.DryRun;
import io.shiplog.apiserver.write.Operation;
import io.shiplog.apiserver.write.Reply;
import io.shiplog.apiserver.write.Writer;
import io.shiplog.journal.Origin;
import io.shiplog.journal.Origin.Impersonator;
import io.shiplog.resources.rbac.AccessAttributes;
import io.shiplog.resources.write.WriteRequest;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Carries out what was planned, all at once, if it is still the plan that was shown: {@code token} names that. Who does
 * it needs the rights of each write; the journal says what was taken back beside the client's name.
 */
final class TakeBackRequests {
    private final Questions questions;
    private final Writer writer;
    private final Responder responder;
    private final RequestAuthorizer authorizer;

    TakeBackRequests(Questions questions, Writer writer, Responder responder, RequestAuthorizer authorizer) {
        this.authorizer = authorizer;
        this.questions = questions;
        this.writer = writer;
        this.responder = responder;
    }

    /** @param what {@code undo} or {@code restore} */
    void serve(Incoming incoming, Identity identity, String what) {
        Executor loop = task -> incoming.context().runOnContext(on -> task.run());
        boolean dryRun = DryRun.isAsked(incoming.query().all("dryRun"), new ArrayList<>());
        questions
                .plan(what, incoming.query(), new Asker(identity, authorizer))
                .thenComposeAsync(plan -> carryOut(plan, incoming, identity, loop, dryRun), loop)
                .whenCompleteAsync(
                        (status, failure) -> {
                            if (status == null) {
                                responder.fail(
                                        incoming.request().response(),
                                        JournalFailures.explained(failure),
                                        Representation.JSON);
                            } else {
                                responder.status(incoming.request().response(), status, Representation.JSON);
                            }
                        },
                        loop);
    }

    private CompletableFuture<ApiStatus> carryOut(
            TakeBack plan, Incoming incoming, Identity identity, Executor loop, boolean dryRun) {
        if (!plan.token().equals(incoming.query().text("token"))) {
            throw new ApiStatus(
                            409,
                            "Conflict",
                            "the plan is another one by now, since something has changed: look at it again",
                            null)
                    .exception();
        }
        for (AccessAttributes access : plan.access()) {
            authorizer.require(identity, access);
        }
        WriteRequest request = plan.request();
        if (request == null) {
            throw Failures.badRequest("there is nothing to do").exception();
        }
        Reply done = new Reply.Outcome(new ApiStatus(200, "", plan.what() + " took effect", null));
        var session = new Writer.Session(
                origin(incoming.request(), identity, plan.what()),
                loop,
                dryRun,
                incoming.request().response().headers().get(Call.AUDIT_ID),
                new Granting(identity, authorizer, plan.what()));
        return writer.run(new Operation(request, _ -> done), session)
                .thenApply(reply ->
                        new ApiStatus(200, "", plan.what() + (dryRun ? " would take effect" : " took effect"), null));
    }

    private static Origin origin(HttpServerRequest request, Identity identity, String what) {
        String agent = request.getHeader("User-Agent");
        Identity asking = identity.impersonator();
        return new Origin(
                identity.user(),
                identity.groups(),
                "update",
                (agent == null ? "shiplog" : agent) + " " + what,
                asking == null ? null : new Impersonator(asking.user(), asking.groups()));
    }
}
