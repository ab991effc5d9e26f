package io.shiplog.scheduler.nodeports;

import static io.shiplog.scheduler.Given.node;
import static io.shiplog.scheduler.Given.pod;
import static io.shiplog.scheduler.Given.reasons;
import static io.shiplog.scheduler.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePortsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    hostPort: 80                     | hostPort: 80                     | false
                    hostPort: 80                     | hostPort: 81                     | true
                    hostPort: 80                     | hostPort: 80, protocol: UDP      | true
                    hostPort: 80, hostIP: 10.0.0.1   | hostPort: 80, hostIP: 10.0.0.2   | true
                    hostPort: 80, hostIP: 10.0.0.1   | hostPort: 80, hostIP: 10.0.0.1   | false
                    hostPort: 80, hostIP: 10.0.0.1   | hostPort: 80                     | false
                    hostPort: 80                     | hostPort: 80, hostIP: 10.0.0.1   | false
                    containerPort: 80                | hostPort: 80                     | true
                    """)
    void aHostPortIsTakenOnce(String taken, String wanted, boolean fits) {
        Snapshot snapshot = snapshot(List.of(node("n", "")), with("a", "n", taken));
        List<String> reasons = reasons(new NodePorts(), with("p", "", wanted), snapshot, "n");
        assertThat(reasons)
                .isEqualTo(fits ? List.of() : List.of("node(s) didn't have free ports for the requested pod ports"));
    }

    private static PodInfo with(String name, String node, String port) {
        return pod(name, "spec: {nodeName: '" + node + "', containers: [{ports: [{" + port + "}]}]}");
    }
}
