package io.shiplog.resources.openapi;

import io.shiplog.resources.catalogue.Catalogue;
import io.shiplog.resources.catalogue.ResourceKind;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.schema.DefinitionReader;
import io.shiplog.resources.schema.Schemas;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI documents of an API. Each form is made when it is first asked for, definition by definition, and kept
 * compressed. Thread-safe; whoever asks first waits for the making, which takes a good part of a second.
 */
public final class OpenApi {
    /** The media type of {@link #v2Protobuf} as client-go asks for it. */
    public static final String PROTOBUF = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    private static final String TITLE = "Kubernetes";
    private static final String VERSION = "v1.34.1";

    private final Catalogue catalogue;
    private @Nullable OpenApiDocument json;
    private @Nullable OpenApiDocument protobuf;
    private @Nullable OpenApiDocument index;
    private @Nullable Map<String, OpenApiDocument> groupVersions;

    private OpenApi(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The documents of {@code catalogue}; nothing is made yet. */
    public static OpenApi of(Catalogue catalogue) {
        return new OpenApi(catalogue);
    }

    /** {@code /openapi/v2} as JSON. */
    public synchronized OpenApiDocument v2Json() {
        if (json == null) {
            json = makeV2Json();
        }
        return json;
    }

    /** {@code /openapi/v2} in the protobuf form that kubectl and client-go read, see {@link #PROTOBUF}. */
    public synchronized OpenApiDocument v2Protobuf() {
        if (protobuf == null) {
            protobuf = makeV2Protobuf();
        }
        return protobuf;
    }

    /** {@code /openapi/v3}: where the documents of the versions are, each with its hash. */
    public synchronized OpenApiDocument v3Index() {
        if (index == null) {
            var writer = new DocumentWriter();
            writer.open("{\"paths\":{");
            v3Documents().forEach((path, document) -> writer.member(
                    path,
                    Json.object().put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + document.hash())));
            writer.raw("}}");
            index = writer.finish();
        }
        return index;
    }

    /** {@code /openapi/v3/<path>}, where path is such as {@code api/v1} or {@code apis/apps/v1}; null when there is none. */
    public synchronized @Nullable OpenApiDocument v3(String path) {
        return v3Documents().get(path);
    }

    private Map<String, OpenApiDocument> v3Documents() {
        if (groupVersions == null) {
            groupVersions = makeV3();
        }
        return groupVersions;
    }

    private OpenApiDocument makeV2Json() {
        var writer = new DocumentWriter();
        writer.open("{\"swagger\":\"2.0\",\"info\":");
        writer.raw(Json.bytes(info()));
        writer.open(",\"paths\":{");
        PathsV2.items(operations(catalogue.kinds())).forEach(writer::member);
        writer.raw("}");
        writer.open(",\"definitions\":{");
        eachDefinitionV2(writer::member);
        writer.raw("}}");
        return writer.finish();
    }

    private OpenApiDocument makeV2Protobuf() {
        var writer = new DocumentWriter();
        writer.raw(GnosticEncoding.head(TITLE, VERSION));
        PathsV2.items(operations(catalogue.kinds()))
                .forEach((path, item) -> writer.raw(GnosticEncoding.path(path, item)));
        eachDefinitionV2((name, schema) -> writer.raw(GnosticEncoding.definition(name, schema)));
        return writer.finish();
    }

    private void eachDefinitionV2(java.util.function.BiConsumer<String, ObjectNode> sink) {
        var names = new KindNames(catalogue);
        Set<String> wanted = definitions(operations(catalogue.kinds()));
        DefinitionReader.read(wanted::contains, (name, schema) -> {
            DefinitionsV2.convert(schema);
            names.describe(name, schema);
            sink.accept(name, schema);
        });
    }

    private Map<String, OpenApiDocument> makeV3() {
        var names = new KindNames(catalogue);
        Map<String, DocumentWriter> writers = new LinkedHashMap<>();
        Map<String, Set<String>> wanted = new LinkedHashMap<>();
        for (Map.Entry<String, List<ResourceKind>> version : kindsByRoot().entrySet()) {
            List<ApiOperation> operations = operations(version.getValue());
            var writer = new DocumentWriter();
            writer.raw("{\"openapi\":\"3.0.0\",\"info\":");
            writer.raw(Json.bytes(info()));
            writer.open(",\"paths\":{");
            PathsV3.items(operations).forEach(writer::member);
            writer.raw("}");
            writer.open(",\"components\":{\"schemas\":{");
            writers.put(version.getKey(), writer);
            wanted.put(version.getKey(), definitions(operations));
        }
        DefinitionReader.read(name -> anyContains(wanted.values(), name), (name, schema) -> {
            DefinitionsV3.convert(name, schema);
            names.describe(name, schema);
            byte[] bytes = Json.bytes(schema);
            writers.forEach((root, writer) -> {
                if (wanted.getOrDefault(root, Set.of()).contains(name)) {
                    writer.member(name, bytes);
                }
            });
        });
        Map<String, OpenApiDocument> documents = new LinkedHashMap<>();
        writers.forEach((root, writer) -> {
            writer.raw("}}}");
            documents.put(root, writer.finish());
        });
        return documents;
    }

    private Map<String, List<ResourceKind>> kindsByRoot() {
        Map<String, List<ResourceKind>> roots = new LinkedHashMap<>();
        catalogue.kinds().forEach(kind ->
                roots.computeIfAbsent(Operations.root(kind), root -> new ArrayList<>()).add(kind));
        return roots;
    }

    private List<ApiOperation> operations(List<ResourceKind> kinds) {
        return kinds.stream()
                .flatMap(kind -> Operations.of(catalogue, kind).stream())
                .toList();
    }

    private static Set<String> definitions(List<ApiOperation> operations) {
        Set<String> roots = new LinkedHashSet<>();
        operations.forEach(operation -> {
            roots.add(operation.body());
            roots.add(operation.answer());
        });
        for (String meta : List.of("APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Status", "WatchEvent")) {
            roots.add(Operations.META + meta);
        }
        return References.closure(Schemas.builtIn(), roots);
    }

    private static boolean anyContains(Collection<Set<String>> sets, String name) {
        return sets.stream().anyMatch(set -> set.contains(name));
    }

    private static ObjectNode info() {
        return Json.object().put("title", TITLE).put("version", VERSION);
    }
}
