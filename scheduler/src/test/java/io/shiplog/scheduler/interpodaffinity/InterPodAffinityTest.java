package io.shiplog.scheduler.interpodaffinity;

import static io.shiplog.scheduler.Given.node;
import static io.shiplog.scheduler.Given.pod;
import static io.shiplog.scheduler.Given.reasons;
import static io.shiplog.scheduler.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.scheduler.cluster.Node;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterPodAffinityTest {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
    private static final List<Node> NODES = List.of(
            node("a1", "4", "zone: a"), node("a2", "4", "zone: a"), node("b1", "4", "zone: b"), node("none", "4", ""));
    private final InterPodAffinity plugin = new InterPodAffinity();

    @Test
    void affinityWantsADomainWithAMatchingPod() {
        Snapshot snapshot = snapshot(NODES, at("db", "a1", "app: db", ""));
        PodInfo near = at("web", "", "app: web", podAffinity("app: db", "zone", ""));
        assertThat(fitting(near, snapshot)).isEqualTo("a1 a2");
        assertThat(reasons(plugin, near, snapshot, "b1")).containsExactly("node(s) didn't match pod affinity rules");
        assertThat(fitting(at("web", "", "", podAffinity("app: db", "kubernetes.io/hostname", "")), snapshot))
                .isEqualTo("a1");
    }

    @Test
    void theFirstOfAGroupThatWantsToBeTogetherMayGoAnywhereWithTheLabel() {
        Snapshot empty = snapshot(NODES);
        assertThat(fitting(at("web", "", "app: web", podAffinity("app: web", "zone", "")), empty))
                .isEqualTo("a1 a2 b1");
        assertThat(fitting(at("web", "", "app: web", podAffinity("app: db", "zone", "")), empty))
                .isEmpty();
    }

    @Test
    void allTermsHaveToMatchTheSamePods() {
        Snapshot snapshot = snapshot(NODES, at("x", "a1", "app: db", ""), at("y", "b1", "app: db, tier: gold", ""));
        PodInfo pod = at(
                "web",
                "",
                "",
                "podAffinity: {" + REQUIRED + ": [" + term("app: db", "zone", "") + ", "
                        + term("tier: gold", "zone", "") + "]}");
        assertThat(fitting(pod, snapshot)).isEqualTo("b1");
    }

    @Test
    void antiAffinityAvoidsDomainsWithAMatchingPod() {
        Snapshot snapshot = snapshot(NODES, at("web-0", "a1", "app: web", ""));
        PodInfo pod = at("web-1", "", "app: web", antiAffinity("app: web", "zone", ""));
        assertThat(fitting(pod, snapshot)).isEqualTo("b1 none");
        assertThat(reasons(plugin, pod, snapshot, "a2"))
                .containsExactly("node(s) didn't match pod anti-affinity rules");
    }

    @Test
    void existingPodsAntiAffinityKeepsOthersAway() {
        Snapshot snapshot = snapshot(NODES, at("hermit", "a1", "", antiAffinity("app: web", "zone", "")));
        PodInfo pod = at("web", "", "app: web", "");
        assertThat(fitting(pod, snapshot)).isEqualTo("b1 none");
        assertThat(reasons(plugin, pod, snapshot, "a1"))
                .containsExactly("node(s) didn't satisfy existing pods anti-affinity rules");
        assertThat(fitting(at("other", "", "app: db", ""), snapshot)).isEqualTo("a1 a2 b1 none");
    }

    @Test
    void aTermSpeaksOfThePodsOwnNamespaceUnlessItNamesOthers() {
        Snapshot snapshot = snapshot(NODES, pod("prod/db", withAffinity("a1", "app: db", "")))
                .surrounded(it -> it.withNamespace("prod", Map.of("stage", "prod")));
        assertThat(fitting(at("p", "", "", podAffinity("app: db", "zone", "")), snapshot))
                .isEmpty();
        assertThat(fitting(at("p", "", "", podAffinity("app: db", "zone", "namespaces: [prod]")), snapshot))
                .isEqualTo("a1 a2");
        String selected = "namespaceSelector: {matchLabels: {stage: prod}}";
        assertThat(fitting(at("p", "", "", podAffinity("app: db", "zone", selected)), snapshot))
                .isEqualTo("a1 a2");
        assertThat(fitting(at("p", "", "", podAffinity("app: db", "zone", "namespaceSelector: {}")), snapshot))
                .isEqualTo("a1 a2");
    }

    @Test
    void mismatchLabelKeysKeepTenantsApart() {
        Snapshot snapshot = snapshot(NODES, at("x", "a1", "tenant: one", ""), at("y", "b1", "tenant: two", ""));
        String apart = "podAntiAffinity: {" + REQUIRED + ": [{topologyKey: zone, mismatchLabelKeys: [tenant],"
                + " labelSelector: {matchExpressions: [{key: tenant, operator: Exists}]}}]}";
        assertThat(fitting(at("z", "", "tenant: one", apart), snapshot)).isEqualTo("a1 a2 none");
    }

    @Test
    void preferencesOfBothSidesCount() {
        Snapshot snapshot = snapshot(
                NODES,
                at("db", "a1", "app: db", ""),
                at("fan", "b1", "", "podAffinity: {" + PREFERRED + ": [" + weighted(5, "app: web") + "]}"));
        PodInfo pod = at("web", "", "app: web", "podAffinity: {" + PREFERRED + ": [" + weighted(10, "app: db") + "]}");
        assertThat(plugin.score(pod, snapshot, snapshot.nodes())).containsExactlyInAnyOrder(100, 100, 50, 0);
        PodInfo without = at("web", "", "app: web", "");
        assertThat(plugin.score(without, snapshot, snapshot.nodes())).containsExactlyInAnyOrder(0, 0, 100, 0);
        assertThat(plugin.score(at("x", "", "", ""), snapshot(NODES), snapshot.nodes()))
                .isNull();
    }

    @Test
    void existingPodsAntiAffinityReachesIntoTheNamespacesThatItSelects() {
        String away = antiAffinity("app: web", "zone", "namespaceSelector: {matchLabels: {stage: prod}}");
        Snapshot snapshot = snapshot(NODES, at("hermit", "a1", "", away))
                .surrounded(it -> it.withNamespace("prod", Map.of("stage", "prod")));
        assertThat(fitting(pod("prod/web", withAffinity("", "app: web", "")), snapshot))
                .isEqualTo("b1 none");
        assertThat(fitting(pod("test/web", withAffinity("", "app: web", "")), snapshot))
                .isEqualTo("a1 a2 b1 none");
    }

    @Test
    void onANodeWithoutTheLabelAntiAffinityAsksNothing() {
        Snapshot snapshot = snapshot(NODES, at("web-0", "none", "app: web", ""));
        assertThat(fitting(at("web-1", "", "app: web", antiAffinity("app: web", "zone", "")), snapshot))
                .isEqualTo("a1 a2 b1 none");
        PodInfo pod = at("web", "", "", "podAffinity: {" + PREFERRED + ": [" + weighted(10, "app: web") + "]}");
        assertThat(plugin.score(pod, snapshot, snapshot.nodes())).isNull();
    }

    @Test
    void podsOfANodeThatIsGoneAreNowhere() {
        Snapshot snapshot = snapshot(NODES, at("web-0", "gone", "app: web", antiAffinity("app: web", "zone", "")));
        assertThat(fitting(at("web-1", "", "app: web", podAffinity("app: web", "zone", "")), snapshot))
                .as("the first of its group")
                .isEqualTo("a1 a2 b1");
    }

    @Test
    void whoIsRequiredByOthersIsDrawnToThem() {
        Snapshot snapshot = snapshot(
                NODES, at("db", "b1", "app: db", ""), at("fan", "b1", "", podAffinity("app: web", "zone", "")));
        assertThat(plugin.score(
                        at("web", "", "app: web", ""), snapshot, List.of(info(snapshot, "b1"), info(snapshot, "a1"))))
                .containsExactly(100, 0);
    }

    @Test
    void aTermWithoutASelectorSpeaksOfNobody() {
        Snapshot snapshot = snapshot(NODES, at("web", "a1", "app: web", ""));
        String nobody = "podAffinity: {" + REQUIRED + ": [{topologyKey: zone}]}";
        assertThat(fitting(at("p", "", "app: web", nobody), snapshot)).isEmpty();
        String everybody = "podAntiAffinity: {" + REQUIRED + ": [{topologyKey: zone, labelSelector: {}}]}";
        assertThat(fitting(at("p", "", "app: web", everybody), snapshot)).isEqualTo("b1 none");
    }

    private static io.shiplog.scheduler.cluster.NodeInfo info(Snapshot snapshot, String name) {
        return java.util.Objects.requireNonNull(snapshot.node(name));
    }

    @Test
    void dislikesCountAgainst() {
        Snapshot snapshot = snapshot(NODES, at("noisy", "a1", "app: noisy", ""));
        PodInfo pod = at("web", "", "", "podAntiAffinity: {" + PREFERRED + ": [" + weighted(10, "app: noisy") + "]}");
        assertThat(plugin.score(pod, snapshot, snapshot.nodes())).containsExactlyInAnyOrder(0, 0, 100, 100);
    }

    private String fitting(PodInfo pod, Snapshot snapshot) {
        return String.join(
                " ",
                List.of("a1", "a2", "b1", "none").stream()
                        .filter(name -> reasons(plugin, pod, snapshot, name).isEmpty())
                        .toList());
    }

    private static PodInfo at(String name, String node, String labels, String affinity) {
        return pod(name, withAffinity(node, labels, affinity));
    }

    private static String withAffinity(String node, String labels, String affinity) {
        return "{metadata: {labels: {" + labels + "}}, spec: {nodeName: '" + node + "', affinity: {" + affinity + "}}}";
    }

    private static String podAffinity(String labels, String key, String more) {
        return "podAffinity: {" + REQUIRED + ": [" + term(labels, key, more) + "]}";
    }

    private static String antiAffinity(String labels, String key, String more) {
        return "podAntiAffinity: {" + REQUIRED + ": [" + term(labels, key, more) + "]}";
    }

    private static String term(String labels, String key, String more) {
        return "{topologyKey: " + key + ", labelSelector: {matchLabels: {" + labels + "}}"
                + (more.isEmpty() ? "" : ", " + more) + "}";
    }

    private static String weighted(int weight, String labels) {
        return "{weight: " + weight + ", podAffinityTerm: " + term(labels, "zone", "") + "}";
    }
}
