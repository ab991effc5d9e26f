package io.shiplog.scheduler.nodeunschedulable;

import static io.shiplog.scheduler.Given.node;
import static io.shiplog.scheduler.Given.pod;
import static io.shiplog.scheduler.Given.reasons;
import static io.shiplog.scheduler.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.nodename.NodeName;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeUnschedulableTest {
    private final Snapshot snapshot =
            snapshot(List.of(node("cordoned", "spec: {unschedulable: true}"), node("open", "")));

    @Test
    void aCordonedNodeTakesNoPods() {
        assertThat(reasons(new NodeUnschedulable(), pod("p", ""), snapshot, "cordoned"))
                .containsExactly("node(s) were unschedulable");
        assertThat(reasons(new NodeUnschedulable(), pod("p", ""), snapshot, "open"))
                .isEmpty();
    }

    @Test
    void exceptThoseThatTolerateIt() {
        var pod = pod("p", "spec: {tolerations: [{key: node.kubernetes.io/unschedulable, operator: Exists}]}");
        assertThat(reasons(new NodeUnschedulable(), pod, snapshot, "cordoned")).isEmpty();
    }

    @Test
    void aPodThatNamesItsNodeFitsThereOnly() {
        var pod = pod("p", "spec: {nodeName: open}");
        assertThat(reasons(new NodeName(), pod, snapshot, "open")).isEmpty();
        assertThat(reasons(new NodeName(), pod, snapshot, "cordoned"))
                .containsExactly("node(s) didn't match the requested node name");
    }
}
