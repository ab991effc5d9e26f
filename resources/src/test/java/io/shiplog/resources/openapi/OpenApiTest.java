package io.shiplog.resources.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class OpenApiTest {
    private static final OpenApi API = OpenApi.of(Kinds.builtIn());
    private static final JsonNode V2 = Json.parse(API.v2Json().plain());

    @Test
    void everyReferenceOfV2Resolves() {
        assertThat(V2.get("definitions").propertyNames()).containsAll(references(V2, "#/definitions/"));
    }

    @Test
    void everyReferenceOfEveryV3DocumentResolves() {
        JsonNode paths = Json.parse(API.v3Index().plain()).get("paths");
        for (String path : paths.propertyNames()) {
            OpenApiDocument document = Objects.requireNonNull(API.v3(path));
            JsonNode json = Json.parse(document.plain());
            assertThat(json.at("/components/schemas").propertyNames())
                    .as(path)
                    .containsAll(references(json, "#/components/schemas/"));
            assertThat(paths.at("/" + path.replace("/", "~1") + "/serverRelativeURL")
                            .asString())
                    .isEqualTo("/openapi/v3/" + path + "?hash=" + document.hash());
        }
        assertThat(paths.propertyNames()).contains("api/v1", "apis/apps/v1", "apis/extensions/v1beta1");
        assertThat(API.v3("apis/apps/v9")).isNull();
    }

    @Test
    void everyPatchSaysItsKindAndWhatClientsLookFor() {
        for (Kind kind : Kinds.builtIn().kinds()) {
            if (!kind.can("patch")) {
                continue;
            }
            String collection = "/" + ApiOperations.root(kind) + (kind.namespaced() ? "/namespaces/{namespace}/" : "/");
            JsonNode patch = V2.path("paths")
                    .path(collection + kind.plural() + "/{name}")
                    .path("patch");
            assertThat(patch.at("/x-kubernetes-group-version-kind/kind").asString())
                    .isEqualTo(kind.kind());
            assertThat(patch.get("x-kubernetes-action").asString()).isEqualTo("patch");
            List<String> parameters = new ArrayList<>();
            patch.get("parameters")
                    .forEach(parameter -> parameters.add(parameter.get("name").asString()));
            assertThat(parameters).contains("dryRun", "fieldManager", "fieldValidation");
        }
    }

    @Test
    void operationsHaveTheNamesThatClientGeneratorsKnow() {
        Map<String, String> ids = new HashMap<>();
        V2.get("paths")
                .properties()
                .forEach(item -> item.getValue().properties().forEach(operation -> {
                    String id = operation.getValue().path("operationId").asString("");
                    if (!id.isEmpty()) {
                        assertThat(ids.put(id, operation.getKey() + " " + item.getKey()))
                                .as(id)
                                .isNull();
                    }
                }));
        assertThat(ids)
                .containsEntry("listCoreV1NamespacedPod", "get /api/v1/namespaces/{namespace}/pods")
                .containsEntry("listCoreV1PodForAllNamespaces", "get /api/v1/pods")
                .containsEntry("deleteCoreV1CollectionNamespacedPod", "delete /api/v1/namespaces/{namespace}/pods")
                .containsEntry(
                        "replaceAppsV1NamespacedDeploymentScale",
                        "put /apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale")
                .containsEntry(
                        "connectCoreV1GetNamespacedPodExec", "get /api/v1/namespaces/{namespace}/pods/{name}/exec")
                .containsEntry("readCoreV1NodeStatus", "get /api/v1/nodes/{name}/status")
                .containsEntry(
                        "createRbacAuthorizationV1ClusterRole", "post /apis/rbac.authorization.k8s.io/v1/clusterroles");
    }

    @Test
    void definitionsSayTheirKindsMergeKeysAndListTypes() {
        JsonNode pod = V2.path("definitions").path("io.k8s.api.core.v1.Pod");
        assertThat(pod.get("x-kubernetes-group-version-kind"))
                .hasToString("[{\"group\":\"\",\"kind\":\"Pod\",\"version\":\"v1\"}]");
        JsonNode containers = V2.path("definitions")
                .path("io.k8s.api.core.v1.PodSpec")
                .path("properties")
                .path("containers");
        assertThat(containers.get("x-kubernetes-patch-merge-key").asString()).isEqualTo("name");
        assertThat(containers.get("x-kubernetes-list-type").asString()).isEqualTo("map");
        assertThat(containers.get("description").asString()).isNotEmpty();
    }

    @Test
    void v3KeepsWhatStandsBesideAReferenceAndDefaults() {
        JsonNode schemas =
                Json.parse(Objects.requireNonNull(API.v3("api/v1")).plain()).at("/components/schemas");
        JsonNode spec =
                schemas.path("io.k8s.api.core.v1.Pod").path("properties").path("spec");
        assertThat(spec.at("/allOf/0/$ref").asString()).isEqualTo("#/components/schemas/io.k8s.api.core.v1.PodSpec");
        assertThat(spec.get("description").asString()).isNotEmpty();
        assertThat(schemas.path("io.k8s.api.core.v1.ContainerPort")
                        .at("/properties/protocol/default")
                        .asString())
                .isEqualTo("TCP");
        assertThat(schemas.path("io.k8s.apimachinery.pkg.api.resource.Quantity").get("oneOf"))
                .hasSize(2);
    }

    @Test
    void theProtobufFormHasTheSamePathsAndDefinitions() {
        Set<String> paths = new TreeSet<>();
        Set<String> definitions = new TreeSet<>();
        for (Field field : fields(API.v2Protobuf().plain())) {
            switch (field.number) {
                case 1 -> assertThat(field.text()).isEqualTo("2.0");
                case 2 -> assertThat(fields(field.bytes).getFirst().text()).isEqualTo("Kubernetes");
                case 8 ->
                    paths.add(fields(fields(field.bytes).getFirst().bytes)
                            .getFirst()
                            .text());
                case 9 ->
                    definitions.add(fields(fields(field.bytes).getFirst().bytes)
                            .getFirst()
                            .text());
                default -> throw new AssertionError("unexpected field " + field.number);
            }
        }
        assertThat(paths).containsExactlyInAnyOrderElementsOf(V2.get("paths").propertyNames());
        assertThat(definitions)
                .containsExactlyInAnyOrderElementsOf(V2.get("definitions").propertyNames());
    }

    /** One length-delimited field of a protobuf message. */
    private record Field(int number, byte[] bytes) {
        String text() {
            return new String(bytes, UTF_8);
        }
    }

    private static List<Field> fields(byte[] message) {
        var in = ByteBuffer.wrap(message);
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            int tag = varint(in);
            assertThat(tag & 7).isEqualTo(2);
            byte[] bytes = new byte[varint(in)];
            in.get(bytes);
            fields.add(new Field(tag >>> 3, bytes));
        }
        return fields;
    }

    private static int varint(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static Set<String> references(JsonNode node, String prefix) {
        Set<String> found = new TreeSet<>();
        collect(node, prefix, found);
        return found;
    }

    private static void collect(JsonNode node, String prefix, Set<String> into) {
        if (node.path("$ref").isString()) {
            assertThat(node.get("$ref").stringValue()).startsWith(prefix);
            into.add(node.get("$ref").stringValue().substring(prefix.length()));
        }
        node.forEach(child -> collect(child, prefix, into));
    }
}
