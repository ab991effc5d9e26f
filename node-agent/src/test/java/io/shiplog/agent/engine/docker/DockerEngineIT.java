package io.shiplog.agent.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.EngineContract;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.SandboxSpec;
import io.shiplog.agent.testkit.DockerForTests;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DockerEngineIT extends EngineContract {
    @Override
    protected Engine engine() {
        DockerForTests.assume();
        return DockerEngine.connect(DockerEngine.DEFAULT_HOST, "");
    }

    @Override
    protected String image() {
        return DockerForTests.IMAGE;
    }

    private static SandboxSpec sandbox(String owner, String pod) {
        return new SandboxSpec(
                "shiplog-test-same-name",
                Map.of(
                        ContainerLabels.OWNER,
                        owner,
                        ContainerLabels.POD_UID,
                        pod,
                        ContainerLabels.TYPE,
                        ContainerLabels.SANDBOX),
                new SandboxSpec.Network(false, "pod-host", "", List.of()),
                null,
                List.of(),
                List.of(),
                Map.of());
    }

    @Test
    void leavesWhatAnotherClusterHasOfAPodOfTheSameUid() {
        DockerForTests.assume();
        String pod = UUID.randomUUID().toString();
        try (Engine old = DockerEngine.connect(DockerEngine.DEFAULT_HOST, "old");
                Engine restored = DockerEngine.connect(DockerEngine.DEFAULT_HOST, "restored")) {
            String first = old.startSandbox(sandbox("agent-" + pod, pod));
            String second = restored.startSandbox(sandbox("restored-" + pod, pod));
            // As an agent that has lost the first one's sight, not its data.
            String again = restored.startSandbox(sandbox("restored-" + pod, pod));
            try {
                assertThat(old.inspect(first).map(EngineContainer::running)).contains(true);
                assertThat(restored.inspect(second)).isEmpty();
                assertThat(restored.inspect(again).map(EngineContainer::running))
                        .contains(true);
            } finally {
                old.remove(first);
                restored.remove(again);
            }
        }
    }

    @Test
    void takesTheNameOfWhatALostAgentLeftOfTheSamePodOnly() {
        String pod = UUID.randomUUID().toString();
        try (Engine engine = engine()) {
            String left = engine.startSandbox(sandbox("lost-" + pod, pod));
            String own = engine.startSandbox(sandbox("own-" + pod, pod));
            try {
                assertThat(engine.inspect(left)).isEmpty();
                assertThat(engine.inspect(own).map(EngineContainer::running)).contains(true);
                assertThatThrownBy(() -> engine.startSandbox(sandbox("own-" + pod, "another")))
                        .isInstanceOfSatisfying(
                                EngineException.class,
                                e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.CONFLICT));
            } finally {
                engine.remove(own);
            }
        }
    }
}
