package io.shiplog.scheduler.tainttoleration;

import static io.shiplog.scheduler.Given.node;
import static io.shiplog.scheduler.Given.pod;
import static io.shiplog.scheduler.Given.reasons;
import static io.shiplog.scheduler.Given.rejection;
import static io.shiplog.scheduler.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.scheduler.cluster.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaintTolerationTest {
    private final TaintToleration plugin = new TaintToleration();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {key: k, value: v, effect: NoSchedule}        | ''                                                | false
                    {key: k, value: v, effect: NoExecute}         | ''                                                | false
                    {key: k, value: v, effect: PreferNoSchedule}  | ''                                                | true
                    {key: k, value: v, effect: NoSchedule}        | {key: k, operator: Equal, value: v, effect: NoSchedule} | true
                    {key: k, value: v, effect: NoSchedule}        | {key: k, value: v}                                | true
                    {key: k, value: v, effect: NoSchedule}        | {key: k, value: other}                            | false
                    {key: k, value: v, effect: NoSchedule}        | {key: k, operator: Exists}                        | true
                    {key: k, value: v, effect: NoSchedule}        | {operator: Exists}                                | true
                    {key: k, value: v, effect: NoSchedule}        | {key: k, operator: Exists, effect: NoExecute}     | false
                    {key: k, effect: NoSchedule}                  | {key: k}                                          | true
                    {key: k, value: v, effect: NoSchedule}        | {key: k, operator: Like, value: v}                | false
                    {key: k, value: v, effect: NoExecute}         | {operator: Exists, effect: NoExecute}             | true
                    {key: k, value: v, effect: NoSchedule}        | {operator: Exists, effect: NoExecute}             | false
                    {key: k, value: '7', effect: NoSchedule}      | {key: k, operator: Lt, value: '9'}                | false
                    """)
    void whatIsTolerated(String taint, String toleration, boolean fits) {
        Snapshot snapshot = snapshot(List.of(node("n", "spec: {taints: [" + taint + "]}")));
        var pod = pod("p", "spec: {tolerations: [" + toleration + "]}");
        assertThat(reasons(plugin, pod, snapshot, "n").isEmpty()).isEqualTo(fits);
    }

    @Test
    void saysWhichTaintInUpstreamsWords() {
        Snapshot snapshot = snapshot(List.of(
                node("n", "spec: {taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]}")));
        var rejection = rejection(plugin, pod("p", ""), snapshot, "n");
        assertThat(rejection).isNotNull();
        assertThat(rejection.reasons())
                .containsExactly("node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }");
        assertThat(rejection.isResolvable()).isFalse();
    }

    @Test
    void fewerUnwantedTaintsAreBetter() {
        Snapshot snapshot = snapshot(List.of(
                node("a", "spec: {taints: [{key: x, effect: PreferNoSchedule}, {key: y, effect: PreferNoSchedule}]}"),
                node("b", "spec: {taints: [{key: x, effect: PreferNoSchedule}]}"),
                node("c", "")));
        assertThat(plugin.score(pod("p", ""), snapshot, snapshot.nodes())).containsExactly(0, 50, 100);
        var tolerant = pod("p", "spec: {tolerations: [{key: x, operator: Exists}]}");
        assertThat(plugin.score(tolerant, snapshot, snapshot.nodes())).containsExactly(0, 100, 100);
    }

    @Test
    void hasNoPreferenceWhereNoNodeIsWorseThanOthers() {
        Snapshot snapshot =
                snapshot(List.of(node("a", "spec: {taints: [{key: x, effect: NoSchedule}]}"), node("b", "")));
        assertThat(plugin.score(pod("p", ""), snapshot, snapshot.nodes())).isNull();
    }
}
