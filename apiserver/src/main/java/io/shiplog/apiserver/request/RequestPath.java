package io.shiplog.apiserver.request;

import io.shiplog.apiserver.status.Failures;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A URL path: one of the API's resources, something at a past moment, or something else such as {@code /healthz}. */
public sealed interface RequestPath {
    /** What a moment follows. */
    String PAST = "/at/";

    /**
     * A path below {@code /api/v1} or {@code /apis/group/version} that names a resource.
     *
     * @param group empty for the core group
     * @param namespace empty for cluster-scoped resources and for all namespaces
     * @param resource the plural name
     * @param name empty for a collection
     * @param subresource empty for the object itself
     * @param deprecatedWatch whether the path has the old {@code /watch/} prefix
     */
    record Resource(
            String group,
            String version,
            String namespace,
            String resource,
            String name,
            String subresource,
            boolean deprecatedWatch)
            implements RequestPath {
        /** Whether it names no single object. */
        public boolean isCollection() {
            return name.isEmpty();
        }

        /** Whether it is watched, where it is read with this query. */
        public boolean isWatch(Query query) {
            return deprecatedWatch || isCollection() && query.flag("watch");
        }
    }

    /**
     * A path below {@code /at/<moment>}.
     *
     * @param moment as it was written
     * @param path what follows it, from its slash on
     */
    record Past(String moment, String path) implements RequestPath {}

    /** Any other path. */
    record NonResource(String path) implements RequestPath {}

    /**
     * Reads a path as upstream's RequestInfo does: {@code namespaces/x} alone is the namespace object, {@code
     * namespaces/x/status} and {@code /finalize} its subresources, and {@code namespaces/x/pods} a resource in it.
     *
     * @param path the URL's path, percent-encoded
     * @throws io.shiplog.apiserver.status.ApiException 400 for a broken escape
     */
    static RequestPath parse(String path) {
        if (path.startsWith(PAST)) {
            int end = path.indexOf('/', PAST.length());
            String moment = end < 0 ? path.substring(PAST.length()) : path.substring(PAST.length(), end);
            return new Past(decoded(moment), end < 0 ? "/" : path.substring(end));
        }
        List<String> parts = split(path);
        int at;
        String group;
        if (parts.size() >= 3 && parts.get(0).equals("api")) {
            group = "";
            at = 2;
        } else if (parts.size() >= 4 && parts.get(0).equals("apis")) {
            group = parts.get(1);
            at = 3;
        } else {
            return new NonResource(path);
        }
        String version = parts.get(at - 1);
        boolean watch = parts.get(at).equals("watch") && parts.size() > at + 1;
        if (watch) {
            at++;
        }
        String namespace = "";
        if (parts.get(at).equals("namespaces") && parts.size() > at + 1) {
            String third = parts.size() > at + 2 ? parts.get(at + 2) : "";
            boolean object = third.isEmpty() || third.equals("status") || third.equals("finalize");
            if (!object) {
                namespace = parts.get(at + 1);
                at += 2;
            }
        }
        String resource = parts.get(at);
        String name = parts.size() > at + 1 ? parts.get(at + 1) : "";
        String subresource = parts.size() > at + 2 ? String.join("/", parts.subList(at + 2, parts.size())) : "";
        return new Resource(group, version, namespace, resource, name, subresource, watch);
    }

    private static List<String> split(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty()) {
                parts.add(part.indexOf('%') < 0 ? part : decoded(part));
            }
        }
        return parts;
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Failures.badRequest("invalid URL escape in \"" + part + "\"").exception();
        }
    }
}
