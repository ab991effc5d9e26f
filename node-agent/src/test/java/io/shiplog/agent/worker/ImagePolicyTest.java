package io.shiplog.agent.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.engine.ImageReference;
import io.shiplog.agent.engine.RegistryLogin;
import io.shiplog.agent.engine.simulated.SimulatedEngine;
import io.shiplog.agent.engine.simulated.Simulation;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.testkit.TestPods;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImagePolicyTest {
    private static String secret(String type, String json) {
        return "{'data':{'" + type + "':'"
                + Base64.getEncoder().encodeToString(json.replace('\'', '"').getBytes(UTF_8)) + "'}}";
    }

    @Test
    void showsARegistryOnlyTheLoginsThatAreMeantForIt() {
        String auths = "{'auths':{'registry.example.com':{'username':'broad','password':'1'},"
                + "'registry.example.com/team':{'auth':'"
                + Base64.getEncoder().encodeToString("narrow:2".getBytes(UTF_8))
                + "'},'https://index.docker.io/v1/':{'username':'hub','password':'3'}}}";
        String old = "{'registry.example.com':{'username':'old','password':'4'}}";
        PodAssignment pod = TestPods.assigned(
                "web",
                "u1",
                "{'imagePullSecrets':[{'name':'new'},{'name':'old'},{'name':'none'}],'containers':[]}",
                "{'secrets':{'new':" + secret(".dockerconfigjson", auths) + ",'old':" + secret(".dockercfg", old)
                        + "}}");
        assertThat(ImagePolicy.logins(pod, ImageReference.parse("registry.example.com/team/app")))
                .extracting(RegistryLogin::user)
                .containsExactly("narrow", "broad", "old");
        assertThat(ImagePolicy.logins(pod, ImageReference.parse("nginx")))
                .extracting(RegistryLogin::user)
                .containsExactly("hub");
        assertThat(ImagePolicy.logins(pod, ImageReference.parse("evil.example.org/app")))
                .isEmpty();
    }

    @Test
    void refusesAnImageNameThatIsNone() {
        PodAssignment pod = TestPods.assigned("{'containers':[{'name':'a','image':'Web:1'}]}");
        try (var engine = new SimulatedEngine(Simulation.on("10.64.0.0/24"), InstantSource.system())) {
            assertThat(ImagePolicy.ensure(engine, pod, pod.pod().containers().getFirst(), () -> {}))
                    .isEqualTo(new ImagePolicy.Missing(
                            "InvalidImageName",
                            "Failed to apply default image tag \"Web:1\": couldn't parse image name \"Web:1\": invalid"
                                    + " reference format: repository name (library/Web) must be lowercase"));
            assertThat(engine.images()).isEqualTo(List.of());
        }
    }
}
