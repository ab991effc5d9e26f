package io.shiplog.apiserver.fuzz;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Subresource;
import io.shiplog.resources.kinds.Kinds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes requests from a seed: mostly such as clients send, each with something odd in it, or with much. */
final class Requests {
    /** They reach for a node that is not there, which takes its time. */
    private static final Set<String> TO_NODES = Set.of("log", "exec", "attach", "portforward", "proxy");

    private static final List<String> METHODS = List.of(
            "POST", "POST", "POST", "POST", "POST", "PUT", "PUT", "PATCH", "PATCH", "PATCH", "GET", "GET", "GET",
            "DELETE", "HEAD", "OPTIONS", "FOO");

    private static final List<String> PARAMETERS = List.of(
            "limit",
            "continue",
            "resourceVersion",
            "resourceVersionMatch",
            "labelSelector",
            "fieldSelector",
            "timeoutSeconds",
            "watch",
            "allowWatchBookmarks",
            "sendInitialEvents",
            "dryRun",
            "fieldManager",
            "fieldValidation",
            "force",
            "pretty",
            "gracePeriodSeconds",
            "propagationPolicy",
            "orphanDependents",
            "includeObject",
            "verbose",
            "exclude",
            "timeout");

    private static final List<String> ARGUMENTS = List.of(
            "",
            "0",
            "1",
            "2",
            "-1",
            "500",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "1.0",
            "1e2",
            "true",
            "false",
            "x",
            "All",
            "Strict",
            "Warn",
            "Ignore",
            "Background",
            "Foreground",
            "Orphan",
            "Exact",
            "NotOlderThan",
            "None",
            "Object",
            "Metadata",
            "a=b",
            "a!=b",
            "a in (b,c)",
            "a notin ()",
            "!a",
            "a",
            "a>1",
            "a<x",
            "a in (",
            "=b",
            "a==",
            ",",
            "a=.",
            "metadata.name=n1",
            "metadata.name!=n1",
            "metadata.namespace=default",
            "status.phase=Running",
            "spec.nodeName=",
            "metadata.name",
            "a\\,b=c\\=d",
            "\\",
            "involvedObject.name=n1",
            "type=x",
            "%",
            "%zz",
            "%00",
            "%ff",
            "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiJhXHUwMDAwIn0",
            "AAAA",
            "=");

    private static final List<String> HEADERS = List.of(
            "Accept: ;",
            "Accept: ,",
            "Accept: text/html",
            "Accept: */*;q=x",
            "Accept: application/yaml",
            "Accept: application/json;as=Table;g=meta.k8s.io;v=v1",
            "Accept: application/json;as=Table;g=meta.k8s.io;v=v1beta1,application/json",
            "Accept: application/yaml;as=Table;v=v1;g=meta.k8s.io",
            "Accept: application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
            "Accept: application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
            "Accept: application/vnd.kubernetes.protobuf",
            "Accept: application/json;as=;=;v",
            "Accept:",
            "Accept: \u00ff\u0080",
            "Accept-Encoding: gzip",
            "Accept-Encoding: ;;,",
            "Impersonate-User: alice",
            "Impersonate-User:",
            "Impersonate-Group: g",
            "Impersonate-User: \u00e9",
            "Impersonate-Extra-%zz: x",
            "Impersonate-Uid: 1",
            "User-Agent:",
            "User-Agent: \u00ff",
            "If-None-Match: \"x\"",
            "Expect: 100-continue",
            "Expect: x",
            "Range: bytes=0-1",
            "Cookie: ;;=",
            "Connection: keep-alive, Upgrade",
            "Upgrade: websocket",
            "Upgrade: SPDY/3.1",
            "Authorization: Bearer x",
            "Authorization: Basic",
            "Content-Encoding: gzip",
            "X-Forwarded-For: ,",
            "Audit-Id: x",
            "Host: x:y:z",
            "Origin: null",
            "Warning: x");

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json",
            "application/json; charset=utf-8",
            "application/yaml",
            "application/vnd.kubernetes.protobuf",
            "text/plain",
            ";",
            "",
            "application/json;;",
            "\u00ff");

    private static final List<String> PATCHES = List.of(
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json",
            "application/strategic-merge-patch+json",
            "application/apply-patch+yaml",
            "application/json",
            "");

    private static final List<String> OTHER_PATHS = List.of(
            "/",
            "//",
            "/api",
            "/api/",
            "/api/v1",
            "/api/v2",
            "/apis",
            "/apis/",
            "/apis/apps",
            "/apis/apps/v1",
            "/apis//v1",
            "/openapi/v2",
            "/openapi/v3",
            "/openapi/v3/apis/apps/v1",
            "/openapi/v3/x",
            "/version",
            "/healthz",
            "/readyz/ping",
            "/livez/x",
            "/metrics",
            "/at/1/api/v1/pods",
            "/at/x/api/v1/pods",
            "/%",
            "/%zz",
            "/%00",
            "/api/v1/%2e%2e/x",
            "/api/v1/namespaces/a%2fb/pods",
            "/api/v1/watch",
            "/api/v1/watch/",
            "/api/v1/namespaces//pods",
            "/api/v1/namespaces/default/pods/a/b/c/d",
            "*",
            "/..",
            "/api/v1/nodes/x/proxy/%zz",
            "/logs",
            "/swagger-2.0.0.pb-v1",
            "/\u00ff",
            "/?\u00ff",
            "/?=&=&&;",
            "/api/v1/pods?limit=1?limit=2#x");

    private final Oddities odd;
    private final SchemaValues values;
    private final List<Kind> kinds = Kinds.builtIn().kinds();

    Requests(Random random) {
        this.odd = new Oddities(random);
        this.values = new SchemaValues(odd);
    }

    Request next() {
        if (odd.chance(4)) {
            return request(odd.chance(80) ? "GET" : odd.any(METHODS), odd.any(OTHER_PATHS), List.of(), "");
        }
        Kind kind = odd.any(kinds);
        String method = odd.any(METHODS);
        boolean named = method.equals("POST") ? odd.chance(8) : odd.chance(method.equals("GET") ? 50 : 97);
        String name = odd.chance(94) ? "n" + odd.below(8) : text();
        String path = path(kind) + (named ? "/" + encoded(name) + subresource(kind) : "");
        boolean watch = method.equals("GET") && odd.chance(5);
        String query = query() + (watch ? "&watch=1&timeoutSeconds=1" : "");
        return switch (method) {
            case "POST", "PUT" -> {
                String type = odd.any(TYPES);
                yield request(method, path + query, headers(type), damaged(body(kind, name)));
            }
            case "PATCH" -> {
                String type = odd.any(PATCHES);
                yield request(method, path + query, headers(type), damaged(patch(type, kind, name)));
            }
            case "DELETE" ->
                request(method, path + query, headers("application/json"), odd.chance(50) ? "" : damaged(options()));
            default -> request(method, path + query, headers(""), "");
        };
    }

    private String path(Kind kind) {
        String version = odd.chance(98) ? kind.groupVersion() : "apps/v9";
        String root = version.indexOf('/') < 0 ? "/api/" + version : "/apis/" + version;
        boolean namespace = kind.namespaced() ? odd.chance(95) : odd.chance(2);
        return root + (odd.chance(1) ? "/watch" : "")
                + (namespace
                        ? "/namespaces/" + (odd.chance(95) ? "default" : odd.chance(50) ? "nowhere" : encoded(text()))
                        : "")
                + "/" + kind.plural();
    }

    private String subresource(Kind kind) {
        if (odd.chance(85)) {
            return "";
        }
        List<String> names = kind.subresources().stream()
                .map(Subresource::name)
                .filter(name -> !TO_NODES.contains(name))
                .toList();
        return "/"
                + (names.isEmpty() || odd.chance(10)
                        ? odd.any(List.of("x", "status", "scale", "finalize", "binding", "eviction", "a/b", "%zz"))
                        : odd.any(names));
    }

    private String query() {
        var query = new StringBuilder("?");
        for (int i = odd.chance(60) ? 0 : 1 + odd.below(3); i > 0; i--) {
            String name = odd.any(PARAMETERS);
            boolean endless = name.equals("watch") || name.equals("sendInitialEvents");
            query.append('&')
                    .append(endless ? "verbose" : name)
                    .append('=')
                    .append(
                            odd.chance(90)
                                    ? encoded(odd.any(ARGUMENTS))
                                    : odd.any(ARGUMENTS).replace(" ", "+"));
        }
        return query.toString();
    }

    private List<String> headers(String type) {
        List<String> headers = new ArrayList<>();
        if (!type.isEmpty()) {
            headers.add("Content-Type: " + type);
        }
        if (odd.chance(25)) {
            headers.add(odd.any(HEADERS));
        }
        return headers;
    }

    private String body(Kind kind, String name) {
        if (odd.chance(3)) {
            return odd.value();
        }
        String sample = Samples.of(kind.plural());
        String object = sample.isEmpty() || odd.chance(40)
                ? values.object(kind.schema(), metadata(name))
                : "{\"kind\":\"" + kind.kind() + "\",\"apiVersion\":\"" + kind.groupVersion() + "\",\"metadata\":"
                        + metadata(name) + "," + odd(sample) + "}";
        return odd.chance(2)
                ? object.substring(0, object.length() - 1) + ",\"" + odd.text() + "\":" + odd.value() + "}"
                : object;
    }

    /** A sample with one of its values replaced. */
    private String odd(String sample) {
        if (odd.chance(40)) {
            return sample;
        }
        List<Integer> starts = new ArrayList<>();
        for (int at = sample.indexOf(':'); at >= 0; at = sample.indexOf(':', at + 1)) {
            if (sample.charAt(at - 1) == '"' && at + 1 < sample.length()) {
                starts.add(at + 1);
            }
        }
        int from = odd.any(starts);
        int to = JsonEnd.of(sample, from);
        return sample.substring(0, from)
                + (odd.chance(60) ? odd.chance(50) ? odd.number() : "\"" + odd.text() + "\"" : odd.value())
                + sample.substring(to);
    }

    private String metadata(String name) {
        String plain = "\"name\":\"" + name + "\",\"labels\":{\"a\":\"b\"}";
        if (odd.chance(75)) {
            return "{" + plain + "}";
        }
        return "{" + plain + ","
                + odd.any(List.of(
                        "\"generateName\":\"" + odd.text() + "\"",
                        "\"labels\":{\"" + odd.text() + "\":\"" + odd.text() + "\"}",
                        "\"annotations\":{\"" + odd.text() + "\":\"" + odd.text() + "\"}",
                        "\"finalizers\":[\"" + odd.text() + "\"]",
                        "\"finalizers\":[\"x.io/f\"]",
                        "\"ownerReferences\":[" + odd.value() + "]",
                        "\"uid\":\"" + odd.text() + "\"",
                        "\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"n1\",\"uid\":\"u\",\"blockOwnerDeletion\":true}]",
                        "\"resourceVersion\":\"" + odd.text() + "\"",
                        "\"deletionTimestamp\":\"" + odd.text() + "\"",
                        "\"generation\":" + odd.number(),
                        "\"namespace\":\"" + odd.text() + "\"",
                        "\"creationTimestamp\":" + odd.value(),
                        "\"deletionGracePeriodSeconds\":" + odd.number(),
                        "\"managedFields\":[" + odd.value() + "]"))
                + "}";
    }

    private String patch(String type, Kind kind, String name) {
        if (type.startsWith("application/json-patch")) {
            var operations = new StringBuilder("[");
            for (int i = 1 + odd.below(3); i > 0; i--) {
                operations
                        .append(operations.length() > 1 ? "," : "")
                        .append("{\"op\":\"")
                        .append(
                                odd.chance(95)
                                        ? odd.any(List.of("add", "remove", "replace", "test", "move", "copy"))
                                        : odd.text())
                        .append("\",\"path\":\"")
                        .append(odd.any(Samples.POINTERS))
                        .append("\",\"from\":\"")
                        .append(odd.any(Samples.POINTERS))
                        .append("\",\"value\":")
                        .append(odd.chance(50) ? "\"v\"" : odd.value())
                        .append('}');
            }
            return operations.append(']').toString();
        }
        if (odd.chance(40)) {
            return "{\"spec\":{"
                    + odd.any(List.of(
                            "\"replicas\":" + odd.number(),
                            "\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":" + odd.value() + "}]}}",
                            "\"containers\":[{\"$patch\":\"delete\",\"name\":\"c\"}]",
                            "\"containers\":[{\"$patch\":" + odd.value() + ",\"name\":\"c\"}]",
                            "\"$setElementOrder/containers\":" + odd.value(),
                            "\"$retainKeys\":" + odd.value(),
                            "\"$deleteFromPrimitiveList/finalizers\":" + odd.value(),
                            "\"containers\":[" + odd.value() + "]",
                            "\"ports\":[{\"port\":80,\"$patch\":\"replace\"}]",
                            "\"selector\":" + odd.value(),
                            "\"$patch\":\"replace\"",
                            "\"$patch\":\"delete\""))
                    + "}}";
        }
        if (odd.chance(30)) {
            return "{\"metadata\":{"
                    + odd.any(List.of(
                            "\"labels\":{\"x\":\"" + odd.text() + "\"}",
                            "\"labels\":" + odd.value(),
                            "\"finalizers\":null",
                            "\"$deleteFromPrimitiveList/finalizers\":[\"x.io/f\"]",
                            "\"$setElementOrder/finalizers\":[\"a\"]",
                            "\"finalizers\":[\"" + odd.text() + "\"]",
                            "\"ownerReferences\":" + odd.value(),
                            "\"resourceVersion\":" + odd.value(),
                            "\"name\":" + odd.value()))
                    + "}}";
        }
        return body(kind, name);
    }

    private String options() {
        return "{"
                + odd.any(List.of(
                        "\"gracePeriodSeconds\":" + odd.number(),
                        "\"propagationPolicy\":\"" + odd.text() + "\"",
                        "\"propagationPolicy\":\"Foreground\"",
                        "\"propagationPolicy\":\"Orphan\"",
                        "\"preconditions\":{\"uid\":\"" + odd.text() + "\"}",
                        "\"preconditions\":" + odd.value(),
                        "\"dryRun\":" + odd.value(),
                        "\"dryRun\":[\"All\"]",
                        "\"orphanDependents\":" + odd.value(),
                        "\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\"",
                        "\"kind\":" + odd.value(),
                        "\"preconditions\":{\"resourceVersion\":\"" + odd.text() + "\"}"))
                + "}";
    }

    private String damaged(String body) {
        return odd.chance(4) ? odd.damaged(body) : body;
    }

    /** An odd text as a path or name may have it. */
    private String text() {
        return odd.text().replace("\\u0000", "\u0000").replace("\\", "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Request request(String method, String path, List<String> headers, String body) {
        var head = new StringBuilder(method + " " + path.replace(" ", "%20") + " HTTP/1.1\r\n");
        if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
            head.append("Host: localhost\r\n");
        }
        headers.forEach(header -> head.append(header).append("\r\n"));
        return new Request(method, head.toString(), body.getBytes(StandardCharsets.UTF_8));
    }
}
