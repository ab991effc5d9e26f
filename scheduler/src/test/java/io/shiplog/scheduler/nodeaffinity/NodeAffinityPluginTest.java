package io.shiplog.scheduler.nodeaffinity;

import static io.shiplog.scheduler.Given.node;
import static io.shiplog.scheduler.Given.pod;
import static io.shiplog.scheduler.Given.reasons;
import static io.shiplog.scheduler.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAffinityPluginTest {
    private static final String MISMATCH = "node(s) didn't match Pod's node affinity/selector";
    private final NodeAffinityPlugin plugin = new NodeAffinityPlugin();
    private final Snapshot snapshot = snapshot(List.of(
            node("ssd", "4", "disk: ssd, gen: '7'"), node("hdd", "4", "disk: hdd, gen: '3'"), node("bare", "4", "")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {key: disk, operator: In, values: [ssd, nvme]}       | ssd
                    {key: disk, operator: NotIn, values: [ssd]}          | hdd bare
                    {key: disk, operator: Exists}                        | ssd hdd
                    {key: disk, operator: DoesNotExist}                  | bare
                    {key: gen, operator: Gt, values: ['3']}              | ssd
                    {key: gen, operator: Lt, values: ['7']}              | hdd
                    {key: disk, operator: Gt, values: ['3']}             | ''
                    {key: disk, operator: Like, values: [ssd]}           | ''
                    """)
    void theOperators(String expression, String fitting) {
        PodInfo pod = required("{matchExpressions: [" + expression + "]}");
        assertThat(fitting(pod)).isEqualTo(fitting);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {matchExpressions: []}                                                                    | ''
                    {matchFields: [{key: metadata.name, operator: In, values: [hdd]}]}                        | hdd
                    {matchFields: [{key: metadata.name, operator: NotIn, values: [hdd]}]}                     | ssd bare
                    {matchExpressions: [{key: disk, operator: In, values: [ssd]}, {key: gen, operator: Exists}]} | ssd
                    {matchExpressions: [{key: disk, operator: In, values: [ssd]}]}, {matchExpressions: [{key: disk, operator: DoesNotExist}]} | ssd bare
                    """)
    void termsAreAlternativesAndTheirPartsAreNot(String terms, String fitting) {
        assertThat(fitting(required(terms))).isEqualTo(fitting);
    }

    @Test
    void theNodeSelectorHasToMatchAsWell() {
        PodInfo pod = pod("p", "spec: {nodeSelector: {disk: hdd}}");
        assertThat(fitting(pod)).isEqualTo("hdd");
        assertThat(reasons(plugin, pod, snapshot, "ssd")).containsExactly(MISMATCH);
    }

    @Test
    void preferencesAddUpAndAreScaled() {
        PodInfo pod = pod("p", """
                spec: {affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [
                  {weight: 30, preference: {matchExpressions: [{key: disk, operator: In, values: [ssd]}]}},
                  {weight: 10, preference: {matchExpressions: [{key: gen, operator: Exists}]}},
                  {weight: 99, preference: {}}]}}}
                """);
        assertThat(plugin.score(pod, snapshot, List.of(at("ssd"), at("hdd"), at("bare"))))
                .containsExactly(100, 25, 0);
    }

    @Test
    void withoutPreferencesThereIsNoScore() {
        assertThat(plugin.score(pod("p", ""), snapshot, snapshot.nodes())).isNull();
    }

    private io.shiplog.scheduler.cluster.NodeInfo at(String name) {
        return java.util.Objects.requireNonNull(snapshot.node(name));
    }

    private String fitting(PodInfo pod) {
        return String.join(
                " ",
                List.of("ssd", "hdd", "bare").stream()
                        .filter(name -> reasons(plugin, pod, snapshot, name).isEmpty())
                        .toList());
    }

    private static PodInfo required(String terms) {
        return pod(
                "p",
                "spec: {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ["
                        + terms + "]}}}}");
    }
}
