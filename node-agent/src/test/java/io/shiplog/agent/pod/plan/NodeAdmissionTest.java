package io.shiplog.agent.pod.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.testkit.TestPods;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeAdmissionTest {
    private static final NodeAdmission.Room ROOM = new NodeAdmission.Room(2000, 1L << 30, 3);

    private static PodAssignment pod(String requests) {
        return TestPods.assigned(
                "{'containers':[{'name':'a','image':'i:1','resources':{'requests':" + requests + "}}]}");
    }

    @Test
    void takesWhatFitsExactly() {
        assertThat(NodeAdmission.rejection(
                        pod("{'cpu':'500m','memory':'512Mi'}"), List.of(pod("{'cpu':'1500m'}")), ROOM))
                .isEmpty();
        assertThat(NodeAdmission.rejection(pod("{}"), List.of(pod("{'cpu':'3'}")), ROOM))
                .isEmpty();
    }

    @Test
    void saysWhatIsLackingInTheKubeletsWords() {
        assertThat(NodeAdmission.rejection(pod("{'cpu':'600m'}"), List.of(pod("{'cpu':'1500m'}")), ROOM))
                .contains(new NodeAdmission.Rejection(
                        "OutOfcpu",
                        "Node didn't have enough resource: cpu, requested: 600, used: 1500, capacity: 2000"));
        assertThat(NodeAdmission.rejection(pod("{'memory':'2Gi'}"), List.of(), ROOM))
                .contains(new NodeAdmission.Rejection(
                        "OutOfmemory",
                        "Node didn't have enough resource: memory, requested: 2147483648, used: 0, capacity:"
                                + " 1073741824"));
        assertThat(NodeAdmission.rejection(pod("{}"), List.of(pod("{}"), pod("{}"), pod("{}")), ROOM))
                .contains(new NodeAdmission.Rejection(
                        "OutOfpods", "Node didn't have enough resource: pods, requested: 1, used: 3, capacity: 3"));
    }

    @Test
    void countsTheNeediestInitContainerAndSidecars() {
        PodAssignment pod = TestPods.assigned("{'initContainers':["
                + "{'name':'s','image':'i:1','restartPolicy':'Always','resources':{'requests':{'cpu':'500m'}}},"
                + "{'name':'i','image':'i:1','resources':{'requests':{'cpu':'1600m'}}}],"
                + "'containers':[{'name':'a','image':'i:1','resources':{'requests':{'cpu':'100m'}}}]}");
        assertThat(NodeAdmission.rejection(pod, List.of(), ROOM).orElseThrow().message())
                .contains("requested: 2100");
    }
}
