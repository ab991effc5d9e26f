package io.shiplog.resources.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.kind.Subresource;
import java.util.HashSet;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class KindsTest {
    private final Kinds kinds = Kinds.builtIn();

    @Test
    void findsKindsByPathAndByApiVersion() {
        Kind deployments = Objects.requireNonNull(kinds.find("apps", "v1", "deployments"));
        assertThat(deployments.kind()).isEqualTo("Deployment");
        assertThat(deployments.groupVersion()).isEqualTo("apps/v1");
        assertThat(deployments.resource().toString()).isEqualTo("deployments.apps");
        assertThat(kinds.byApiVersion("apps/v1", "Deployment")).isSameAs(deployments);
        assertThat(kinds.byApiVersion("v1", "Pod")).isSameAs(kinds.find("", "v1", "pods"));
        assertThat(kinds.find("apps", "v1", "pods")).isNull();
    }

    @Test
    void namesEveryKindOnce() {
        var seen = new HashSet<String>();
        for (Kind kind : kinds.kinds()) {
            assertThat(seen.add(kind.groupVersion() + "/" + kind.plural())).isTrue();
            assertThat(kinds.byKind(kind.group(), kind.version(), kind.kind())).isSameAs(kind);
        }
        assertThat(seen).hasSizeGreaterThan(60);
    }

    @Test
    void prefersTheFirstVersionOfAGroup() {
        assertThat(kinds.versions("autoscaling")).containsExactly("v2", "v1");
        assertThat(Objects.requireNonNull(kinds.preferred(new GroupResource("horizontalpodautoscalers", "autoscaling")))
                        .version())
                .isEqualTo("v2");
        assertThat(kinds.groups()).startsWith("", "apiregistration.k8s.io", "apps");
    }

    @Test
    void storesObjectsThatTwoGroupsShowOnce() {
        assertThat(stored("extensions/v1beta1", "Deployment")).isEqualTo("deployments.apps");
        assertThat(stored("events.k8s.io/v1", "Event")).isEqualTo("events");
        assertThat(stored("v1", "Pod")).isEqualTo("pods");
    }

    @Test
    void knowsTheKindsOfSubresources() {
        Kind pods = Objects.requireNonNull(kinds.find("", "v1", "pods"));
        assertThat(pods.subresource("scale")).isNull();
        Subresource eviction = Objects.requireNonNull(pods.subresource("eviction"));
        assertThat(eviction.group()).isEqualTo("policy");
        assertThat(eviction.verbs()).containsExactly("create");
        Subresource status = Objects.requireNonNull(pods.subresource("status"));
        assertThat(status.kind()).isEqualTo("Pod");
        assertThat(status.definition()).isEqualTo("io.k8s.api.core.v1.Pod");
    }

    @Test
    void someKindsAreOnlyAnswers() {
        assertThat(kinds.kinds())
                .filteredOn(kind -> !kind.stored())
                .extracting(Kind::plural)
                .contains("bindings", "tokenreviews", "subjectaccessreviews", "selfsubjectreviews")
                .doesNotContain("pods");
    }

    private String stored(String apiVersion, String kind) {
        return Objects.requireNonNull(kinds.byApiVersion(apiVersion, kind))
                .storage()
                .resource()
                .toString();
    }

    @Test
    void aKindWithoutRulesSaysSo() {
        assertThat(kinds.kinds())
                .filteredOn(kind -> kind.rules() == Rules.NONE)
                .extracting(Kind::toString)
                .containsExactly(
                        "v1 Binding",
                        "authentication.k8s.io/v1 SelfSubjectReview",
                        "authentication.k8s.io/v1 TokenReview",
                        "authorization.k8s.io/v1 LocalSubjectAccessReview",
                        "authorization.k8s.io/v1 SelfSubjectAccessReview",
                        "authorization.k8s.io/v1 SelfSubjectRulesReview",
                        "authorization.k8s.io/v1 SubjectAccessReview",
                        "extensions/v1beta1 Deployment");
    }

    @Test
    void everyKindThatIsAnothersHasItsRulesOfWriting() {
        assertThat(kinds.kinds())
                .filteredOn(kind -> kind.storage() != kind)
                .extracting(Kind::toString)
                .containsExactly(
                        "events.k8s.io/v1 Event",
                        "autoscaling/v1 HorizontalPodAutoscaler",
                        "extensions/v1beta1 Deployment");
    }
}
