package io.shiplog.cluster.fork;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.node.NodeSettings;
import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandInsTest {
    @Test
    void eachNodeGetsOneOfItsNameThatCanGiveWhatItCould() {
        State state =
                State.of(List.of(node("a", "{\"cpu\":\"4\",\"memory\":\"8Gi\",\"pods\":\"20\"}"), node("b", "{}")), 7);
        assertThat(StandIns.of(state, "127.3.2.1"))
                .containsExactly(
                        new NodeSettings(
                                "a", "127.3.2.1", Map.of(), List.of(), new NodeSettings.Capacity("4", "8Gi", 20)),
                        NodeSettings.of("b", "127.3.2.1"));
    }

    private static StoredObject node(String name, String capacity) {
        String json = "{\"metadata\":{\"name\":\"" + name + "\"},\"status\":{\"capacity\":" + capacity + "}}";
        return new StoredObject(
                GroupResource.core("nodes"),
                ObjectKey.cluster(name),
                "uid-" + name,
                1,
                json.getBytes(StandardCharsets.UTF_8));
    }
}
