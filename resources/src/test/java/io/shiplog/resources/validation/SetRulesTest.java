package io.shiplog.resources.validation;

import static io.shiplog.resources.testing.Objects.kind;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.admission.Admission;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SetRulesTest {
    private static final String HEAD = """
            metadata: {name: a, namespace: ns}
            spec:
              selector: {matchLabels: {app: a}}
              template:
                metadata: {labels: {app: a}}
                spec: {containers: [{name: c, image: "x:1"%s}]}
              %s
            """;

    private static ObjectNode daemonSet(String spec) {
        return created("daemonsets.apps", HEAD.formatted("", spec));
    }

    private static ObjectNode statefulSet(String container, String spec) {
        return created("statefulsets.apps", HEAD.formatted(container, spec));
    }

    private static ObjectNode created(String resource, String text) {
        return Admission.prepareForCreate(kind(resource), yaml(text), Instant.EPOCH, () -> "uid");
    }

    private static List<String> faults(String resource, ObjectNode object) {
        return Validation.create(kind(resource), object).stream()
                .map(FieldError::toString)
                .toList();
    }

    @Test
    void aDaemonSetCountsItsTemplatesInAnAnnotation() {
        ObjectNode old = daemonSet("minReadySeconds: 1");
        assertThat(generation(old)).isEqualTo("1");
        ObjectNode resized = old.deepCopy();
        resized.withObject("spec").put("minReadySeconds", 2);
        resized.withObject("metadata").remove("annotations");
        assertThat(generation(updated(resized, old))).isEqualTo("1");
        ObjectNode changed = old.deepCopy();
        ((ObjectNode) changed.at("/spec/template/spec/containers/0")).put("image", "x:2");
        assertThat(generation(updated(changed, old))).isEqualTo("2");
    }

    private static ObjectNode updated(ObjectNode object, ObjectNode old) {
        return Admission.prepareForUpdate(kind("daemonsets.apps"), object, old);
    }

    private static String generation(ObjectNode daemonSet) {
        return daemonSet
                .path("metadata")
                .path("annotations")
                .path("deprecated.daemonset.template.generation")
                .asString("");
    }

    @Test
    void aDaemonSetSurgesOrLetsPodsBeUnavailable() {
        String strategy = "updateStrategy: {rollingUpdate: {maxUnavailable: %s, maxSurge: %s}}";
        assertThat(faults("daemonsets.apps", daemonSet(strategy.formatted("0", "\"10%\""))))
                .isEmpty();
        assertThat(faults("daemonsets.apps", daemonSet(strategy.formatted("0", "0"))))
                .singleElement()
                .asString()
                .contains("spec.updateStrategy.rollingUpdate.maxUnavailable", "cannot be 0 when maxSurge is 0");
        assertThat(faults("daemonsets.apps", daemonSet(strategy.formatted("1", "1"))))
                .singleElement()
                .asString()
                .contains(
                        "spec.updateStrategy.rollingUpdate.maxSurge", "may not be set when maxUnavailable is non-zero");
        assertThat(faults("daemonsets.apps", daemonSet("updateStrategy: {type: Never}")))
                .singleElement()
                .asString()
                .contains("supported values: \"OnDelete\", \"RollingUpdate\"");
    }

    @Test
    void theClaimsOfAStatefulSetAreVolumesOfItsPods() {
        String mount = ", volumeMounts: [{name: data, mountPath: /d}]";
        String claims = "volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce],"
                + " resources: {requests: {storage: 1Gi}}}}]";
        assertThat(faults("statefulsets.apps", statefulSet(mount, claims))).isEmpty();
        assertThat(faults("statefulsets.apps", statefulSet(mount, "replicas: 1")))
                .singleElement()
                .asString()
                .contains("NOT_FOUND", "volumeMounts[0].name");
    }

    @Test
    void aStatefulSetSaysHowItsPodsAreMadeAndReplaced() {
        assertThat(faults("statefulsets.apps", statefulSet("", "podManagementPolicy: Some")))
                .singleElement()
                .asString()
                .contains("supported values: \"OrderedReady\", \"Parallel\"");
        assertThat(faults("statefulsets.apps", statefulSet("", "updateStrategy: {type: Recreate}")))
                .singleElement()
                .asString()
                .contains("supported values: \"OnDelete\", \"RollingUpdate\"");
        assertThat(faults(
                        "statefulsets.apps",
                        statefulSet("", "updateStrategy: {type: OnDelete, rollingUpdate: {partition: 1}}")))
                .singleElement()
                .asString()
                .contains("only allowed for updateStrategy 'RollingUpdate'");
        assertThat(faults("statefulsets.apps", statefulSet("", "ordinals: {start: -1}")))
                .singleElement()
                .asString()
                .contains("spec.ordinals.start");
    }

    @Test
    void whatBelongsToAFeatureThatIsOffIsDropped() {
        ObjectNode set = statefulSet("", "updateStrategy: {rollingUpdate: {maxUnavailable: 2}}");
        assertThat(set.at("/spec/updateStrategy").toString())
                .isEqualTo("{\"rollingUpdate\":{\"partition\":0},\"type\":\"RollingUpdate\"}");
    }
}
