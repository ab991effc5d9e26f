package io.shiplog.apiserver.http;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.request.Representation;
import io.shiplog.apiserver.store.Subject;
import io.shiplog.journal.Origin;
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
    private final HttpServerRequest request;
    private final Context context;
    private final Identity identity;
    private final Subject subject;
    private final String verb;
    private final Query query;
    private final Representation representation;
    private final byte[] body;
    private final List<String> warnings = new ArrayList<>();

    Call(
            HttpServerRequest request,
            Context context,
            Identity identity,
            Subject subject,
            String verb,
            Query query,
            Representation representation,
            byte[] body) {
        this.request = request;
        this.context = context;
        this.identity = identity;
        this.subject = subject;
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

    public Subject subject() {
        return subject;
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

    public boolean dryRun() {
        return query.all("dryRun").contains("All");
    }

    public Origin origin() {
        String agent = request.getHeader("User-Agent");
        return new Origin(identity.user(), identity.groups(), verb, agent == null ? "" : agent);
    }

    /** Runs tasks on this request's event loop. */
    public Executor executor() {
        return task -> context.runOnContext(on -> task.run());
    }

    /** Adds a warning that the client prints. */
    public void warn(String text) {
        warnings.add(text);
    }

    List<String> warnings() {
        return warnings;
    }
}
