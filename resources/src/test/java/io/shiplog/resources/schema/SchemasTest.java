package io.shiplog.resources.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class SchemasTest {
    private final Schemas schemas = Schemas.KUBERNETES;

    @Test
    void everyKindOfTheCatalogueHasASchema() {
        assertThat(Kinds.builtIn().kinds())
                .allSatisfy(kind -> assertThat(kind.schema().properties()).containsKeys("kind", "apiVersion"));
    }

    @Test
    void everySubresourceWithABodyHasASchema() {
        Kinds kinds = Kinds.builtIn();
        for (Kind kind : kinds.kinds()) {
            assertThat(kind.subresources())
                    .filteredOn(subresource -> !subresource.definition().isEmpty())
                    .allSatisfy(subresource ->
                            assertThat(schemas.find(subresource.definition())).isNotNull());
        }
    }

    @Test
    void everyReferenceResolves() {
        for (Kind kind : Kinds.builtIn().kinds()) {
            walk(kind.schema(), 0);
        }
    }

    @Test
    void knowsHowContainersAndPortsAreMerged() {
        Schema spec = at(schemas.ofDefinition("io.k8s.api.core.v1.Pod"), "spec");
        Schema containers = at(spec, "containers");
        assertThat(containers.type()).isEqualTo(SchemaType.ARRAY);
        assertThat(containers.patchMergeKey()).isEqualTo("name");
        assertThat(containers.patchStrategies()).containsExactly("merge");
        assertThat(containers.listMapKeys()).containsExactly("name");
        Schema ports = at(Objects.requireNonNull(containers.items()), "ports");
        assertThat(ports.listType()).isEqualTo(ListType.MAP);
        assertThat(ports.patchMergeKey()).isEqualTo("containerPort");
        assertThat(ports.listMapKeys()).containsExactly("containerPort", "protocol");
        assertThat(at(Objects.requireNonNull(ports.items()), "protocol").defaultValue())
                .hasToString("\"TCP\"");
        assertThat(at(spec, "volumes").patchStrategies()).containsExactlyInAnyOrder("merge", "retainKeys");
    }

    @Test
    void zeroValuesAreNoDefaults() {
        Schema pod = schemas.ofDefinition("io.k8s.api.core.v1.Pod");
        assertThat(at(pod, "spec").defaultValue()).isNull();
    }

    @Test
    void readsTheTypesOfKubernetesOwn() {
        Schema service = at(at(schemas.ofDefinition("io.k8s.api.core.v1.Service"), "spec"), "ports");
        Schema port = Objects.requireNonNull(service.items());
        assertThat(at(port, "targetPort").type()).isEqualTo(SchemaType.INT_OR_STRING);
        Schema limits = at(schemas.ofDefinition("io.k8s.api.core.v1.ResourceRequirements"), "limits");
        assertThat(limits.isMap()).isTrue();
        assertThat(at(limits, "cpu").type()).isEqualTo(SchemaType.QUANTITY);
        assertThat(at(schemas.ofDefinition("io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry"), "fieldsV1")
                        .type())
                .isEqualTo(SchemaType.ANY);
        assertThat(schemas.ofDefinition("io.k8s.api.core.v1.NodeSelector").isAtomicMap())
                .isTrue();
    }

    private static Schema at(Schema schema, String member) {
        return Objects.requireNonNull(schema.property(member), member);
    }

    private static void walk(Schema schema, int depth) {
        if (depth > 12) {
            return;
        }
        schema.properties().values().forEach(property -> walk(property, depth + 1));
        if (schema.items() != null) {
            walk(Objects.requireNonNull(schema.items()), depth + 1);
        }
    }
}
