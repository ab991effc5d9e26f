package io.shiplog.resources.kinds;

import static io.shiplog.resources.testing.Objects.kind;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.admission.Admission;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.pod.EphemeralContainers;
import io.shiplog.resources.kinds.pod.PodResize;
import io.shiplog.resources.validation.Validation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The subresources that write a part of a pod's specification, as kube-apiserver v1.34.2 was seen to serve them. */
class PartsOfPodsTest {
    private static final Kind PODS = kind("pods");
    private static final ObjectNode POD = Admission.prepareForCreate(
            PODS,
            yaml(
                    "{metadata: {name: p, namespace: t}, spec: {containers: [{name: c, image: i, resources: {requests: {cpu:"
                            + " 1m}}}]}}"),
            Instant.EPOCH,
            () -> "u");

    @Test
    void addsAnEphemeralContainerWithDefaultsAndANewGeneration() {
        ObjectNode next = withEphemeral("[{name: d, image: i, targetContainerName: c}]", POD);
        assertThat(Validation.part(PODS, next, POD, EphemeralContainers::update))
                .isEmpty();
        assertThat(next.at("/spec/ephemeralContainers/0/imagePullPolicy").asString())
                .isEqualTo("Always");
        assertThat(next.at("/metadata/generation").asLong()).isEqualTo(2);
    }

    @Test
    void takesNothingButTheEphemeralContainers() {
        ObjectNode wanted = POD.deepCopy();
        wanted.withObject("/metadata").withObject("labels").put("x", "y");
        wanted.withObject("/spec").put("activeDeadlineSeconds", 5);
        assertThat(EphemeralContainers.taken(wanted, POD)).isEqualTo(POD);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|existing ephemeral containers \"d\" may not be removed",
                "[{name: d, image: other}]|existing ephemeral containers \"d\" may not be changed",
            })
    void keepsEphemeralContainersAsTheyAre(String wanted, String why) {
        ObjectNode old = withEphemeral("[{name: d, image: i}]", POD);
        assertThat(messages(Validation.part(PODS, withEphemeral(wanted, old), old, EphemeralContainers::update)))
                .isEqualTo("spec.ephemeralContainers: Forbidden: " + why + "\n");
    }

    @Test
    void refusesWhatAnEphemeralContainerCannotHave() {
        ObjectNode next = withEphemeral(
                "[{name: c, image: '', targetContainerName: x, ports: [{containerPort: 1}], resources: {limits: {cpu: 1}},"
                        + " livenessProbe: {tcpSocket: {port: 1}}, lifecycle: {preStop: {sleep: {seconds: 1}}}}]",
                POD);
        assertThat(Validation.part(PODS, next, POD, EphemeralContainers::update))
                .extracting(error -> error.field().replace("spec.ephemeralContainers[0].", "") + " " + error.type())
                .containsExactly(
                        "image REQUIRED",
                        "name DUPLICATE",
                        "targetContainerName NOT_FOUND",
                        "ports FORBIDDEN",
                        "resources FORBIDDEN",
                        "livenessProbe FORBIDDEN",
                        "lifecycle FORBIDDEN");
    }

    @Test
    void resizesContainersAndNothingElse() {
        ObjectNode next = resized("{name: c, image: z, resources: {requests: {cpu: 2m}}}");
        assertThat(Validation.part(PODS, next, POD, PodResize::update)).isEmpty();
        assertThat(next.at("/spec/containers/0/image").asString()).isEqualTo("i");
        assertThat(next.at("/spec/containers/0/resources/requests/cpu").asString())
                .isEqualTo("2m");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: c, resources: {limits: {cpu: 2m, memory: 1Mi}, requests: {cpu: 2m, memory: 1Mi}}}|"
                        + "spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of resizing",
                "{name: c, resources: {requests: {cpu: 1m, ephemeral-storage: 1Gi}}}|"
                        + "spec: Forbidden: only cpu and memory resources are mutable",
                "{name: other, resources: {requests: {cpu: 1m}}}|"
                        + "spec: Forbidden: only cpu and memory resources are mutable",
                "{name: c, resources: {}}|"
                        + "spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of resizing;"
                        + " spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed",
            })
    void refusesToResizeWhatIsFixed(String container, String why) {
        assertThat(messages(Validation.part(PODS, resized(container), POD, PodResize::update)))
                .isEqualTo(why);
    }

    private static ObjectNode withEphemeral(String containers, ObjectNode old) {
        ObjectNode wanted = yaml("{spec: {ephemeralContainers: " + containers + "}}");
        return Admission.prepareForPart(PODS, EphemeralContainers.taken(wanted, old), old);
    }

    private static ObjectNode resized(String container) {
        ObjectNode wanted = yaml("{spec: {containers: [" + container + "]}}");
        if (wanted.at("/spec/containers/0") instanceof ObjectNode named && !named.has("image")) {
            named.put("image", "i");
        }
        return Admission.prepareForPart(PODS, PodResize.taken(wanted, POD), POD);
    }

    private static String messages(List<FieldError> errors) {
        return String.join("; ", errors.stream().map(FieldError::message).toList());
    }
}
