package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.Granting;
import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.NodeRestriction;
import io.shiplog.apiserver.authn.RequestAuthorizer;
import io.shiplog.apiserver.authn.SigningRequests;
import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.request.Representation;
import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.write.Consultant;
import io.shiplog.apiserver.write.DryRun;
import io.shiplog.apiserver.write.WriteGuard;
import io.shiplog.journal.Origin;
import io.shiplog.journal.Origin.Impersonator;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.kind.Kind;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;

/**
 * One request for a resource, authenticated and authorized, with its body read. Lives on its connection's event loop.
 */
public final class Call {
    /** The header that names every answer; of a write, it is the id of its proposal. */
    static final String AUDIT_ID = "Audit-Id";

    private final HttpServerRequest request;
    private final Context context;
    private final Identity identity;
    private final Kind asked;
    private final RequestTarget target;
    private final String verb;
    private final Query query;
    private final Representation representation;
    private final byte[] body;
    private final RequestAuthorizer authorizer;
    private final Consulting consulting;
    private final Warnings warnings = new Warnings();
    private boolean over;

    Call(
            HttpServerRequest request,
            Context context,
            Identity identity,
            Kind asked,
            RequestTarget target,
            String verb,
            Query query,
            Representation representation,
            byte[] body,
            RequestAuthorizer authorizer,
            Consulting consulting) {
        this.authorizer = authorizer;
        this.consulting = consulting;
        this.request = request;
        this.context = context;
        this.identity = identity;
        this.asked = asked;
        this.target = target;
        this.verb = verb;
        this.query = query;
        this.representation = representation;
        this.body = body;
    }

    public HttpServerRequest request() {
        return request;
    }

    public Context context() {
        return context;
    }

    public Identity identity() {
        return identity;
    }

    /** The kind that the path names, in which bodies are sent; that of the target is the one that is answered. */
    public Kind asked() {
        return asked;
    }

    public RequestTarget target() {
        return target;
    }

    public String verb() {
        return verb;
    }

    public Query query() {
        return query;
    }

    public Representation representation() {
        return representation;
    }

    /** What is asked of its writes: because of who makes them, and then by the policies of the cluster. */
    WriteGuard guard(boolean dryRun) {
        WriteGuard granting = new Granting(identity, authorizer, verb)
                .and(new NodeRestriction(identity))
                .and(new SigningRequests(identity, authorizer, target.subresource()));
        return new PolicyGuard(
                granting, identity, authorizer, target.kind(), verb, target.subresource(), dryRun, this::warn);
    }

    /** Asks others about its writes. */
    Consultant consultant(boolean dryRun) {
        return consulting.about(this, target.subresource(), dryRun);
    }

    /** As {@link #consultant(boolean)}, of another subresource than the path's. */
    Consultant consultant(String subresource, boolean dryRun) {
        return consulting.about(this, subresource, dryRun);
    }

    /** The body, empty when there is none. */
    public byte[] body() {
        return body;
    }

    /** The media type of the body in lower case without parameters, empty when it is not said. */
    public String contentType() {
        String header = request.getHeader("Content-Type");
        if (header == null) {
            return "";
        }
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether nothing is really to be written.
     *
     * @throws io.shiplog.apiserver.status.ApiException 422 for values that are not allowed
     */
    public boolean dryRun() {
        List<Cause> causes = new ArrayList<>();
        boolean asked = DryRun.isAsked(query.all("dryRun"), causes);
        if (!causes.isEmpty()) {
            throw Failures.invalid("meta.k8s.io", optionsKind(), "", causes).exception();
        }
        return asked;
    }

    /** What upstream calls the options of this call's verb. */
    String optionsKind() {
        return switch (verb) {
            case "create" -> "CreateOptions";
            case "update" -> "UpdateOptions";
            case "patch" -> "PatchOptions";
            default -> "DeleteOptions";
        };
    }

    /** What this call is known by in the journal. */
    String auditId() {
        return request.response().headers().get(AUDIT_ID);
    }

    public Origin origin() {
        String agent = request.getHeader("User-Agent");
        Identity asking = identity.impersonator();
        Impersonator impersonator = asking == null ? null : new Impersonator(asking.user(), asking.groups());
        return new Origin(identity.user(), identity.groups(), verb, agent == null ? "" : agent, impersonator);
    }

    /** Runs tasks on this request's event loop. */
    public Executor executor() {
        return task -> context.runOnContext(on -> task.run());
    }

    /** Ends it, once; whether it was not over before. */
    boolean end() {
        boolean ends = !over;
        over = true;
        return ends;
    }

    /** Adds a warning that the client prints. */
    public void warn(String text) {
        warnings.add(text);
    }

    /** The values of the {@code Warning} headers. */
    List<String> warnings() {
        return warnings.headers();
    }
}
