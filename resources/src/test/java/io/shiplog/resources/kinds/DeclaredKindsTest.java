package io.shiplog.resources.kinds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Index;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.kind.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DeclaredKindsTest {
    private static final GroupResource DEFINITIONS =
            new GroupResource("customresourcedefinitions", "apiextensions.k8s.io");
    private static final String TWO_VERSIONS = "[{\"name\":\"v1beta1\",\"served\":true,\"storage\":false},"
            + "{\"name\":\"v1\",\"served\":true,\"storage\":true},{\"name\":\"v0\",\"served\":false,\"storage\":false}]";

    @Test
    void theKindsOfAClusterWithoutDefinitionsAreTheBuiltInOnes() {
        assertThat(Kinds.of(new Definitions())).isSameAs(Kinds.builtIn());
    }

    @Test
    void aDefinitionDeclaresAKindForEachVersionThatItServes() {
        Kinds kinds = Kinds.of(new Definitions(definition("shapes", "Shape", TWO_VERSIONS)));
        assertThat(kinds.versions("example.com")).containsExactly("v1", "v1beta1");
        Kind old = requireNonNull(kinds.byApiVersion("example.com/v1beta1", "Shape"));
        Kind stored = requireNonNull(kinds.find("example.com", "v1", "shapes"));
        assertThat(old.storage()).isSameAs(stored);
        assertThat(kinds.preferred(new GroupResource("shapes", "example.com"))).isSameAs(stored);
        assertThat(kinds.find("example.com", "v0", "shapes")).isNull();
    }

    @Test
    void theSameTableGivesTheSameKinds() {
        var view = new Definitions(definition("shapes", "Shape", TWO_VERSIONS));
        Kinds first = Kinds.of(view);
        assertThat(Kinds.of(view)).isSameAs(first);
        view.change(definition("lamps", "Lamp", TWO_VERSIONS));
        Kinds second = Kinds.of(view);
        assertThat(second).isNotSameAs(first);
        assertThat(second.find("example.com", "v1", "lamps")).isNotNull();
        assertThat(second.find("example.com", "v1", "shapes")).isNull();
    }

    @Test
    void twoViewsOfTheSameDefinitionsShareTheirKinds() {
        var one = new Definitions(definition("shapes", "Shape", TWO_VERSIONS));
        var other = new Definitions(definition("shapes", "Shape", TWO_VERSIONS));
        assertThat(Kinds.of(one)).isSameAs(Kinds.of(other));
    }

    @Test
    void aDefinitionThatCannotBeReadDeclaresNothing() {
        assertThat(Kinds.of(new Definitions(definition("shapes", "Shape", "[]")))
                        .find("example.com", "v1", "shapes"))
                .isNull();
        StoredObject misnamed = stored("other.example.com", "{\"spec\":{}}");
        assertThat(Kinds.of(new Definitions(misnamed)).kinds())
                .hasSameSizeAs(Kinds.builtIn().kinds());
    }

    @Test
    void ordersVersionsAsClientsPreferThem() {
        assertThat(List.of("foo", "v1alpha1", "v10", "v2beta1", "v2", "v1beta2", "bar").stream()
                        .sorted(java.util.Comparator.comparing(VersionPriority::of)))
                .containsExactly("v10", "v2", "v2beta1", "v1beta2", "v1alpha1", "bar", "foo");
    }

    private static StoredObject definition(String plural, String kind, String versions) {
        return stored(
                plural + ".example.com",
                "{\"metadata\":{\"name\":\"" + plural + ".example.com\"},\"spec\":{\"group\":\"example.com\","
                        + "\"scope\":\"Namespaced\",\"names\":{\"plural\":\"" + plural + "\",\"kind\":\"" + kind
                        + "\"},\"versions\":" + versions + "},\"status\":{\"acceptedNames\":{\"plural\":\"" + plural
                        + "\",\"kind\":\"" + kind
                        + "\"},\"conditions\":[{\"type\":\"Established\",\"status\":\"True\"}]}}");
    }

    private static StoredObject stored(String name, String json) {
        return new StoredObject(DEFINITIONS, ObjectKey.cluster(name), "uid-" + name, 1, json.getBytes(UTF_8));
    }

    /** A cluster that holds nothing but definitions. */
    private static final class Definitions implements View {
        private final List<StoredObject> objects = new ArrayList<>();
        private Object stamp = new Object();

        Definitions(StoredObject... definitions) {
            change(definitions);
        }

        void change(StoredObject... definitions) {
            objects.clear();
            objects.addAll(List.of(definitions));
            stamp = new Object();
        }

        @Override
        public @Nullable StoredObject get(GroupResource resource, ObjectKey key) {
            return null;
        }

        @Override
        public Collection<StoredObject> list(GroupResource resource) {
            return resource.equals(DEFINITIONS) ? objects : List.of();
        }

        @Override
        public Collection<StoredObject> list(GroupResource resource, String namespace) {
            return List.of();
        }

        @Override
        public Collection<StoredObject> by(Index index, String value) {
            return List.of();
        }

        @Override
        public Object stamp(GroupResource resource) {
            return stamp;
        }

        @Override
        public Collection<GroupResource> resources() {
            return List.of(DEFINITIONS);
        }
    }
}
