package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.request.Query;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request whose sender is known, before its path is looked at.
 *
 * @param actor whom it acts as; null when it showed no credentials
 * @param connections those of the request's event loop
 */
record Incoming(
        HttpServerRequest request, @Nullable Identity actor, Connections connections, Context context, Query query) {}
