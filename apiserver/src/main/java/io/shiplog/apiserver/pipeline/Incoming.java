package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.request.Query;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;

/**
 * A request whose sender is known, before its path is looked at.
 *
 * @param actor whom it acts as
 * @param connections those of the request's event loop
 */
record Incoming(HttpServerRequest request, Identity actor, Connections connections, Context context, Query query) {}
