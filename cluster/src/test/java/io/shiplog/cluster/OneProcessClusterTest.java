package io.shiplog.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OneProcessClusterTest {

    @Test
    void simulatedNodesHaveNoPodAddressInCommon() {
        Set<String> ranges = new HashSet<>();
        for (int node = 0; node < 1_024; node++) {
            assertThat(ranges.add(OneProcessCluster.simulatedPods(node)))
                    .as("node %d", node)
                    .isTrue();
        }
        assertThat(ranges).contains("10.128.0.0/20", "10.191.240.0/20");
    }
}
