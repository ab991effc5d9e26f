package io.shiplog.scheduler.noderesources;

import static io.shiplog.scheduler.Given.node;
import static io.shiplog.scheduler.Given.pod;
import static io.shiplog.scheduler.Given.reasons;
import static io.shiplog.scheduler.Given.rejection;
import static io.shiplog.scheduler.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitTest {
    private static final String SMALL =
            "status: {allocatable: {cpu: '1', memory: 1Gi, ephemeral-storage: 1Gi, pods: '3', example.com/gpu: '2'}}";
    private final Fit fit = new Fit();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cpu: 500m                                | ''
                    cpu: 501m                                | Insufficient cpu
                    memory: 512Mi                            | ''
                    memory: 513Mi                            | Insufficient memory
                    cpu: 501m, memory: 513Mi                 | Insufficient cpu;Insufficient memory
                    ephemeral-storage: 2Gi                   | Insufficient ephemeral-storage
                    example.com/gpu: 1                       | ''
                    example.com/gpu: 2                       | Insufficient example.com/gpu
                    example.com/fpga: 1                      | Insufficient example.com/fpga
                    example.com/fpga: 0                      | ''
                    """)
    void comparesRequestsWithWhatIsLeft(String requests, String expected) {
        Snapshot snapshot = snapshot(
                List.of(node("n", SMALL)), asking("other", "n", "cpu: 500m, memory: 512Mi, example.com/gpu: 1"));
        assertThat(String.join(";", reasons(fit, asking("p", "", requests), snapshot, "n")))
                .isEqualTo(expected);
    }

    @Test
    void countsPods() {
        Snapshot full =
                snapshot(List.of(node("n", SMALL)), asking("a", "n", ""), asking("b", "n", ""), asking("c", "n", ""));
        assertThat(reasons(fit, asking("p", "", ""), full, "n")).containsExactly("Too many pods");
    }

    @Test
    void preemptionCannotHelpAPodThatIsLargerThanTheNode() {
        Snapshot snapshot = snapshot(List.of(node("n", SMALL)), asking("other", "n", "cpu: 1"));
        assertThat(rejection(fit, asking("p", "", "cpu: 1"), snapshot, "n")).matches(r -> r.isResolvable());
        assertThat(rejection(fit, asking("p", "", "cpu: 1001m"), snapshot, "n")).matches(r -> !r.isResolvable());
    }

    @Test
    void prefersTheNodeOfWhichLessIsTaken() {
        Snapshot snapshot =
                snapshot(List.of(node("a", SMALL), node("b", SMALL)), asking("other", "a", "cpu: 500m, memory: 512Mi"));
        // a: (1000-600)/1000 = 40 and (1024-562)/1024 = 45; b: 90 and 95 (50 Mi wanted).
        assertThat(fit.score(asking("p", "", "cpu: 100m, memory: 50Mi"), snapshot, snapshot.nodes()))
                .containsExactly(42, 92);
    }

    @Test
    void aPodWithoutRequestsIsScoredAsASmallOne() {
        Snapshot snapshot = snapshot(List.of(node("a", SMALL)));
        // 100 m of 1000 and 200 Mi of 1024.
        assertThat(fit.score(asking("p", "", ""), snapshot, snapshot.nodes())).containsExactly((90 + 80) / 2);
    }

    @Test
    void balancePrefersEqualShares() {
        Snapshot snapshot = snapshot(
                List.of(node("a", SMALL), node("b", SMALL)),
                asking("x", "a", "cpu: 500m"),
                asking("y", "b", "memory: 512Mi"));
        PodInfo pod = asking("p", "", "cpu: 250m");
        assertThat(new BalancedAllocation().score(pod, snapshot, snapshot.nodes()))
                .containsExactly(62, 87);
    }

    @Test
    void aPodWithoutRequestsDoesNotAskForBalance() {
        Snapshot snapshot = snapshot(List.of(node("a", SMALL)));
        assertThat(new BalancedAllocation().score(asking("p", "", ""), snapshot, snapshot.nodes()))
                .isNull();
    }

    private static PodInfo asking(String name, String node, String requests) {
        return pod(
                name,
                "spec: {nodeName: '" + node + "', containers: [{name: c, resources: {requests: {" + requests + "}}}]}");
    }
}
