package io.shiplog.resources.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class CatalogueTest {
    private final Catalogue catalogue = Catalogue.builtIn();

    @Test
    void findsKindsByPathAndByApiVersion() {
        ResourceKind deployments = Objects.requireNonNull(catalogue.find("apps", "v1", "deployments"));
        assertThat(deployments.kind()).isEqualTo("Deployment");
        assertThat(deployments.groupVersion()).isEqualTo("apps/v1");
        assertThat(deployments.groupResource()).isEqualTo("deployments.apps");
        assertThat(catalogue.byApiVersion("apps/v1", "Deployment")).isSameAs(deployments);
        assertThat(catalogue.byApiVersion("v1", "Pod")).isSameAs(catalogue.find("", "v1", "pods"));
        assertThat(catalogue.find("apps", "v1", "pods")).isNull();
    }

    @Test
    void namesEveryKindOnce() {
        var seen = new HashSet<String>();
        for (ResourceKind kind : catalogue.kinds()) {
            assertThat(seen.add(kind.groupVersion() + "/" + kind.plural())).isTrue();
            assertThat(catalogue.byKind(kind.group(), kind.version(), kind.kind()))
                    .isSameAs(kind);
        }
        assertThat(seen).hasSizeGreaterThan(60);
    }

    @Test
    void prefersTheFirstVersionOfAGroup() {
        assertThat(catalogue.versions("autoscaling")).containsExactly("v2", "v1");
        assertThat(Objects.requireNonNull(catalogue.preferred("horizontalpodautoscalers.autoscaling"))
                        .version())
                .isEqualTo("v2");
        assertThat(catalogue.groups()).startsWith("", "apiregistration.k8s.io", "apps");
    }

    @Test
    void storesObjectsThatTwoGroupsShowOnce() {
        assertThat(stored("extensions/v1beta1", "Deployment")).isEqualTo("deployments.apps");
        assertThat(stored("events.k8s.io/v1", "Event")).isEqualTo("events");
        assertThat(stored("v1", "Pod")).isEqualTo("pods");
    }

    @Test
    void knowsTheKindsOfSubresources() {
        ResourceKind pods = Objects.requireNonNull(catalogue.find("", "v1", "pods"));
        assertThat(catalogue.subresource(pods, "scale")).isNull();
        Subresource eviction = Objects.requireNonNull(catalogue.subresource(pods, "eviction"));
        assertThat(eviction.group()).isEqualTo("policy");
        assertThat(eviction.verbs()).containsExactly("create");
        Subresource status = Objects.requireNonNull(catalogue.subresource(pods, "status"));
        assertThat(status.kind()).isEqualTo("Pod");
        assertThat(status.definition()).isEqualTo("io.k8s.api.core.v1.Pod");
    }

    @Test
    void someKindsAreOnlyAnswers() {
        assertThat(catalogue.kinds())
                .filteredOn(kind -> !kind.stored())
                .extracting(ResourceKind::plural)
                .contains("bindings", "tokenreviews", "subjectaccessreviews", "selfsubjectreviews")
                .doesNotContain("pods");
    }

    private String stored(String apiVersion, String kind) {
        return catalogue
                .storage(Objects.requireNonNull(catalogue.byApiVersion(apiVersion, kind)))
                .groupResource();
    }
}
