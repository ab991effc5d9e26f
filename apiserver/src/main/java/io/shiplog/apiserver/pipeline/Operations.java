package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.request.RequestPath;
import io.shiplog.objects.GroupResource;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of operations: which handler serves a verb on a subresource. A row without a resource holds for every kind;
 * a row that names one goes before it.
 */
final class Operations {
    private record Row(String verb, @Nullable GroupResource resource, String subresource) {}

    private final Map<Row, Handler> rows = new HashMap<>();

    /** Adds a row for every kind. */
    Operations add(String verb, String subresource, Handler handler) {
        rows.put(new Row(verb, null, subresource), handler);
        return this;
    }

    /** Adds a row for one resource, such as {@code pods}. */
    Operations add(String verb, GroupResource resource, String subresource, Handler handler) {
        rows.put(new Row(verb, resource, subresource), handler);
        return this;
    }

    /** The handler of a verb on a resource, null when the table has none. */
    @Nullable
    Handler find(String verb, GroupResource resource, String subresource) {
        Handler special = rows.get(new Row(verb, resource, subresource));
        return special != null ? special : rows.get(new Row(verb, null, subresource));
    }

    /** The Kubernetes verb of a request. */
    static String verb(HttpMethod method, RequestPath.Resource path, Query query) {
        boolean collection = path.isCollection();
        boolean watch = path.isWatch(query);
        return switch (method.name()) {
            case "GET", "HEAD" -> watch ? "watch" : collection ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> collection ? "deletecollection" : "delete";
            default -> "";
        };
    }
}
