package io.shiplog.resources.openapi;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Subresource;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.schema.DefinitionReader;
import io.shiplog.resources.schema.Schemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI documents of an API. Each form is made when it is first asked for, definition by definition, and kept
 * compressed. Thread-safe; whoever asks first waits for the making, which takes some tenths of a second.
 */
public final class OpenApi {
    /** The media type of {@link #v2Protobuf} as client-go asks for it. */
    public static final String PROTOBUF = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    /** The same as it is answered: client-go refuses to read the form that it asks for, for its {@code @}. */
    public static final String PROTOBUF_ANSWER = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private static final String TITLE = "Kubernetes";
    private static final String VERSION = "v1.34.1";
    /** Rises when v3 documents are made in another way from the same kinds and definitions. */
    private static final String FORM = "1";

    private final Kinds kinds;
    private @Nullable OpenApiDocument json;
    private @Nullable OpenApiDocument protobuf;
    private @Nullable OpenApiDocument index;
    private final Map<String, OpenApiDocument> groupVersions = new HashMap<>();

    private OpenApi(Kinds kinds) {
        this.kinds = kinds;
    }

    /** The documents of {@code kinds}; nothing is made yet. */
    public static OpenApi of(Kinds kinds) {
        return new OpenApi(kinds);
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

    /**
     * {@code /openapi/v3}: where the documents of the versions are, each with its hash; none of them is made for it.
     */
    public synchronized OpenApiDocument v3Index() {
        if (index == null) {
            var writer = new DocumentWriter();
            writer.open("{\"paths\":{");
            kindsByRoot()
                    .forEach((path, served) -> writer.member(
                            path,
                            Json.object().put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash(served))));
            writer.raw("}}");
            index = writer.finish();
        }
        return index;
    }

    /**
     * {@code /openapi/v3/<path>}, where path is such as {@code api/v1} or {@code apis/apps/v1}; null when there is
     * none. Its hash is that of the index.
     */
    public synchronized @Nullable OpenApiDocument v3(String path) {
        OpenApiDocument known = groupVersions.get(path);
        List<Kind> served = kindsByRoot().get(path);
        if (known == null && served != null) {
            known = makeV3(served).withHash(hash(served));
            groupVersions.put(path, known);
        }
        return known;
    }

    /** Changes with what a document is made from: the kinds, their definitions, and how documents are made. */
    private String hash(List<Kind> served) {
        var writer = new DocumentWriter();
        writer.raw(FORM + DefinitionReader.fingerprint());
        for (Kind kind : served) {
            writer.raw(String.join(" ", kind.groupVersion(), kind.plural(), kind.definition()));
            List<String> subresources =
                    kind.subresources().stream().map(Subresource::name).toList();
            writer.raw(new TreeSet<>(kind.verbs()).toString() + subresources);
            ObjectNode declared = kind.declaredSchema();
            if (declared != null) {
                writer.raw(Json.bytes(declared));
            }
        }
        return writer.finish().hash();
    }

    private OpenApiDocument makeV2Json() {
        var writer = new DocumentWriter();
        writer.open("{\"swagger\":\"2.0\",\"info\":");
        writer.raw(Json.bytes(info()));
        writer.open(",\"paths\":{");
        PathsV2.items(operations(kinds.kinds())).forEach(writer::member);
        writer.raw("}");
        writer.open(",\"definitions\":{");
        eachDefinitionV2(writer::member);
        writer.raw("}}");
        return writer.finish();
    }

    private OpenApiDocument makeV2Protobuf() {
        var writer = new DocumentWriter();
        writer.raw(GnosticEncoding.head(TITLE, VERSION));
        PathsV2.items(operations(kinds.kinds())).forEach((path, item) -> writer.raw(GnosticEncoding.path(path, item)));
        eachDefinitionV2((name, schema) -> writer.raw(GnosticEncoding.definition(name, schema)));
        return writer.finish();
    }

    private void eachDefinitionV2(java.util.function.BiConsumer<String, ObjectNode> sink) {
        var names = new KindNames(kinds);
        Set<String> wanted = definitions(operations(kinds.kinds()));
        DefinitionReader.read(wanted::contains, (name, schema) -> {
            DefinitionsV2.convert(schema);
            names.describe(name, schema);
            sink.accept(name, schema);
        });
        CustomDefinitions.v2(kinds.kinds(), (name, schema) -> {
            names.describe(name, schema);
            sink.accept(name, schema);
        });
    }

    private OpenApiDocument makeV3(List<Kind> served) {
        var names = new KindNames(kinds);
        List<ApiOperation> operations = operations(served);
        var writer = new DocumentWriter();
        writer.raw("{\"openapi\":\"3.0.0\",\"info\":");
        writer.raw(Json.bytes(info()));
        writer.open(",\"paths\":{");
        PathsV3.items(operations).forEach(writer::member);
        writer.raw("}");
        writer.open(",\"components\":{\"schemas\":{");
        DefinitionReader.read(definitions(operations)::contains, (name, schema) -> {
            DefinitionsV3.convert(name, schema);
            names.describe(name, schema);
            writer.member(name, schema);
        });
        CustomDefinitions.v3(served, (name, schema) -> {
            names.describe(name, schema);
            writer.member(name, schema);
        });
        writer.raw("}}}");
        return writer.finish();
    }

    private Map<String, List<Kind>> kindsByRoot() {
        Map<String, List<Kind>> roots = new LinkedHashMap<>();
        kinds.kinds()
                .forEach(kind -> roots.computeIfAbsent(ApiOperations.root(kind), root -> new ArrayList<>())
                        .add(kind));
        return roots;
    }

    private List<ApiOperation> operations(List<Kind> served) {
        return served.stream().flatMap(kind -> ApiOperations.of(kind).stream()).toList();
    }

    private static Set<String> definitions(List<ApiOperation> operations) {
        Set<String> roots = new LinkedHashSet<>();
        operations.forEach(operation -> {
            roots.add(operation.body());
            roots.add(operation.answer());
        });
        for (String meta : List.of(
                "APIGroup",
                "APIGroupList",
                "APIResourceList",
                "APIVersions",
                "ListMeta",
                "ObjectMeta",
                "Status",
                "WatchEvent")) {
            roots.add(ApiOperations.META + meta);
        }
        return References.closure(Schemas.KUBERNETES, roots);
    }

    private static ObjectNode info() {
        return Json.object().put("title", TITLE).put("version", VERSION);
    }
}
