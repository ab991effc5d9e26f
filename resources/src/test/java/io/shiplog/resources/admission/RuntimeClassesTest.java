package io.shiplog.resources.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RuntimeClassesTest {
    private static final ObjectNode GVISOR = parse("""
            {"metadata":{"name":"gvisor"},"overhead":{"podFixed":{"cpu":"10m"}},
             "scheduling":{"nodeSelector":{"runtime":"gvisor"},"tolerations":[{"key":"gvisor","operator":"Exists"}]}}""");

    private static ObjectNode parse(String json) {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void givesAPodWhatItsClassSaysAndDoesSoOnce() {
        ObjectNode pod = parse("{\"spec\":{\"runtimeClassName\":\"gvisor\",\"nodeSelector\":{\"a\":\"b\"}}}");
        assertThat(RuntimeClasses.resolve(pod, List.of(GVISOR))).isEmpty();
        assertThat(RuntimeClasses.resolve(pod, List.of(GVISOR))).isEmpty();
        assertThat(pod).isEqualTo(parse("""
                {"spec":{"runtimeClassName":"gvisor","nodeSelector":{"a":"b","runtime":"gvisor"},
                 "overhead":{"cpu":"10m"},"tolerations":[{"key":"gvisor","operator":"Exists"}]}}"""));
    }

    @Test
    void refusesAClassThatIsNotThere() {
        assertThat(RuntimeClasses.resolve(parse("{\"spec\":{\"runtimeClassName\":\"x\"}}"), List.of(GVISOR)))
                .contains("pod rejected: RuntimeClass \"x\" not found");
    }

    @Test
    void refusesWhatContradictsTheClass() {
        assertThat(RuntimeClasses.resolve(
                        parse("{\"spec\":{\"runtimeClassName\":\"gvisor\",\"overhead\":{\"cpu\":\"1\"}}}"),
                        List.of(GVISOR)))
                .contains("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
        assertThat(RuntimeClasses.resolve(
                        parse("{\"spec\":{\"runtimeClassName\":\"gvisor\",\"nodeSelector\":{\"runtime\":\"runc\"}}}"),
                        List.of(GVISOR)))
                .contains("conflict: runtimeClass.scheduling.nodeSelector[runtime] = gvisor;"
                        + " pod.spec.nodeSelector[runtime] = runc");
    }
}
