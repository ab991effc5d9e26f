package io.shiplog.apiserver.discovery;

import io.shiplog.apiserver.status.Failures;
import io.shiplog.resources.discovery.AggregatedDiscovery;
import io.shiplog.resources.discovery.Discovery;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.openapi.OpenApi;
import io.shiplog.resources.openapi.OpenApiDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The documents at fixed paths that tell of the same kinds, made at first use and kept. Thread-safe; the OpenAPI ones
 * take long to make.
 */
public final class DiscoveryDocuments {
    private static final String JSON = "application/json";
    private static final String OPENAPI_V3 = "/openapi/v3/";
    /** The documents of so many moments whose kinds were others are kept. */
    private static final int MOMENTS = 4;

    private final Kinds kinds;
    private final String serverAddress;
    private final OpenApi openApi;
    private final Map<String, Document> made = new ConcurrentHashMap<>();

    /** The documents of a server whose kinds may change: of the kinds of the moment. Thread-safe. */
    public static final class Current {
        private final Supplier<Kinds> kinds;
        private final String serverAddress;
        private volatile @Nullable DiscoveryDocuments last;
        /** Of other moments, the one that was asked for first goes first. */
        private final Map<Kinds, DiscoveryDocuments> others = new LinkedHashMap<>();

        /**
         * @param kinds the kinds of the moment
         * @param serverAddress host and port that clients reach this server at
         */
        public Current(Supplier<Kinds> kinds, String serverAddress) {
            this.kinds = kinds;
            this.serverAddress = serverAddress;
        }

        public DiscoveryDocuments get() {
            Kinds now = kinds.get();
            DiscoveryDocuments known = last;
            if (known == null || known.kinds != now) {
                known = new DiscoveryDocuments(now, serverAddress);
                last = known;
            }
            return known;
        }

        /** The documents of the kinds of another moment. */
        public DiscoveryDocuments of(Kinds then) {
            DiscoveryDocuments now = get();
            if (now.kinds == then) {
                return now;
            }
            synchronized (others) {
                DiscoveryDocuments known =
                        others.computeIfAbsent(then, fresh -> new DiscoveryDocuments(fresh, serverAddress));
                if (others.size() > MOMENTS) {
                    others.remove(others.keySet().iterator().next());
                }
                return known;
            }
        }
    }

    /**
     * A document as it is kept; the array is shared.
     *
     * @param compressed whether {@code bytes} are in gzip's format
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Document(String mediaType, byte[] bytes, String etag, boolean compressed) {}

    /** Host and port that clients reach this server at. */
    public String serverAddress() {
        return serverAddress;
    }

    DiscoveryDocuments(Kinds kinds, String serverAddress) {
        this.kinds = kinds;
        this.serverAddress = serverAddress;
        this.openApi = OpenApi.of(kinds);
    }

    /**
     * The document at a path.
     *
     * @param accept the Accept header, which chooses between plain and aggregated discovery
     * @throws io.shiplog.apiserver.status.ApiException 404 when there is none
     */
    public Document find(String path, String accept) {
        String plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (plain.startsWith("/openapi/")) {
            return openApi(plain, accept);
        }
        String version = plain.equals("/api") || plain.equals("/apis") ? aggregated(accept) : null;
        String key = plain + (version == null ? "" : ";" + version);
        Document known = made.get(key);
        if (known == null) {
            known = version == null ? make(plain) : makeAggregated(plain, version);
            made.put(key, known);
        }
        return known;
    }

    /** Makes what kubectl asks for first of the documents that take long. Blocks. */
    public void prepare() {
        openApi.v3Index();
        openApi.v3("api/v1");
        openApi.v3("apis/apps/v1");
        openApi.v2Protobuf();
    }

    private Document openApi(String path, String accept) {
        boolean protobuf = path.equals("/openapi/v2") && accept.contains(OpenApi.PROTOBUF);
        OpenApiDocument found = switch (path) {
            case "/openapi/v2" -> protobuf ? openApi.v2Protobuf() : openApi.v2Json();
            case "/openapi/v3" -> openApi.v3Index();
            default -> path.startsWith(OPENAPI_V3) ? openApi.v3(path.substring(OPENAPI_V3.length())) : null;
        };
        if (found == null) {
            throw Failures.unknownResource().exception();
        }
        return new Document(protobuf ? OpenApi.PROTOBUF_ANSWER : JSON, found.gzip(), "\"" + found.hash() + "\"", true);
    }

    private Document makeAggregated(String path, String version) {
        ObjectNode document = path.equals("/api")
                ? AggregatedDiscovery.core(kinds, version)
                : AggregatedDiscovery.groups(kinds, version);
        return document(AggregatedDiscovery.mediaType(version), Json.bytes(document));
    }

    private Document make(String path) {
        ObjectNode found = switch (path) {
            case "/" -> paths();
            case "/api" -> Discovery.coreVersions(kinds, serverAddress);
            case "/apis" -> Discovery.groups(kinds);
            case "/version" -> Version.document();
            default -> below(path.substring(1).split("/"));
        };
        if (found == null) {
            throw Failures.unknownResource().exception();
        }
        return document(JSON, Json.bytes(found));
    }

    private @Nullable ObjectNode below(String[] parts) {
        if (parts.length == 2 && parts[0].equals("api")) {
            return Discovery.resources(kinds, "", parts[1]);
        }
        if (parts.length == 2 && parts[0].equals("apis")) {
            return Discovery.group(kinds, parts[1]);
        }
        return parts.length == 3 && parts[0].equals("apis") ? Discovery.resources(kinds, parts[1], parts[2]) : null;
    }

    private ObjectNode paths() {
        List<String> paths = new ArrayList<>(List.of("/api", "/api/v1", "/apis"));
        for (String group : kinds.groups()) {
            if (!group.isEmpty()) {
                paths.add("/apis/" + group);
                kinds.versions(group).forEach(version -> paths.add("/apis/" + group + "/" + version));
            }
        }
        paths.addAll(List.of(
                "/.well-known/openid-configuration",
                "/healthz",
                "/livez",
                "/metrics",
                "/openapi/v2",
                "/openapi/v3",
                "/openid/v1/jwks",
                "/readyz",
                "/version"));
        ObjectNode document = Json.object();
        ArrayNode array = document.putArray("paths");
        paths.forEach(array::add);
        return document;
    }

    /** The version of aggregated discovery that a client prefers to the plain one, null for the plain one. */
    private static @Nullable String aggregated(String accept) {
        for (String clause : accept.split(",", -1)) {
            String wanted = clause.replace(" ", "").toLowerCase(Locale.ROOT);
            for (String version : AggregatedDiscovery.VERSIONS) {
                if (wanted.startsWith(JSON)
                        && wanted.contains("as=apigroupdiscoverylist")
                        && (wanted + ";").contains(";v=" + version + ";")) {
                    return version;
                }
            }
            if (wanted.equals(JSON) || wanted.equals("*/*")) {
                return null;
            }
        }
        return null;
    }

    private static Document document(String mediaType, byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return new Document(mediaType, bytes, "\"" + Long.toHexString(sum.getValue()) + bytes.length + "\"", false);
    }
}
