package io.shiplog.resources.conversion;

import static io.shiplog.resources.testing.Objects.yaml;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ConversionsTest {
    private static final String CPU =
            "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}";
    private static final String MEMORY =
            "{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events.k8s.io/v1|Event|{regarding: {name: a}, note: hi, reportingController: c, deprecatedCount: 2}|v1|"
                        + "{involvedObject: {name: a}, message: hi, reportingComponent: c, count: 2}",
                "autoscaling/v1|HorizontalPodAutoscaler|{spec: {maxReplicas: 3}}|autoscaling/v2|{spec: {maxReplicas: 3}}",
                "autoscaling/v1|HorizontalPodAutoscaler|{spec: {maxReplicas: 3, targetCPUUtilizationPercentage: 50}}|"
                        + "autoscaling/v2|{spec: {maxReplicas: 3, metrics: [" + CPU + "]}}",
                "autoscaling/v1|HorizontalPodAutoscaler|{status: {currentReplicas: 1, currentCPUUtilizationPercentage: 7}}|"
                        + "autoscaling/v2|{status: {currentReplicas: 1, currentMetrics: [{type: Resource, resource: {name:"
                        + " cpu, current: {averageUtilization: 7}}}]}}",
                "extensions/v1beta1|Deployment|{spec: {selector: {matchLabels: {a: b}}}}|apps/v1|"
                        + "{spec: {selector: {matchLabels: {a: b}}}}",
                "v1|ConfigMap|{data: {a: b}}|v1|{data: {a: b}}"
            })
    void anObjectIsStoredInOneVersionAndShownInTheOther(
            String version, String kindName, String served, String storedVersion, String stored) {
        Kind kind = kind(version, kindName);
        ObjectNode asServed = headed(version, kindName, served);
        ObjectNode asStored = headed(storedVersion, kindName, stored);
        assertThat(kind.toStorage(asServed.deepCopy(), null).equals(asStored)).isTrue();
        assertThat(kind.toServed(asStored.deepCopy()).equals(asServed)).isTrue();
    }

    @Test
    void anUpdateKeepsWhatItsVersionCannotShow() {
        ObjectNode stored = headed(
                "autoscaling/v2",
                "HorizontalPodAutoscaler",
                "{spec: {maxReplicas: 3, metrics: [" + MEMORY + ", " + CPU
                        + "], behavior: {scaleUp: {selectPolicy: Max}}}, status: {conditions: [{type: AbleToScale}]}}");
        Kind old = kind("autoscaling/v1", "HorizontalPodAutoscaler");
        ObjectNode shown = old.toServed(stored);
        assertThat(shown.path("spec").equals(yaml("{maxReplicas: 3, targetCPUUtilizationPercentage: 50}")))
                .isTrue();
        shown.withObject("/spec").put("targetCPUUtilizationPercentage", 60);
        ObjectNode after = old.toStorage(shown, stored);
        assertThat(after.path("spec")
                        .equals(yaml("{maxReplicas: 3, metrics: [" + CPU.replace("50", "60") + ", " + MEMORY
                                + "], behavior: {scaleUp: {selectPolicy: Max}}}")))
                .isTrue();
        assertThat(after.path("status").equals(yaml("{conditions: [{type: AbleToScale}]}")))
                .isTrue();
    }

    @Test
    void anOldDeploymentSelectsTheLabelsOfItsTemplate() {
        ObjectNode old = headed(
                "extensions/v1beta1",
                "Deployment",
                "{spec: {rollbackTo: {revision: 1}, template: {metadata: {labels: {a: b}}}}}");
        assertThat(kind("extensions/v1beta1", "Deployment")
                        .toStorage(old, null)
                        .path("spec")
                        .equals(yaml("{template: {metadata: {labels: {a: b}}}, selector: {matchLabels: {a: b}}}")))
                .isTrue();
    }

    @Test
    void anOldDeploymentsRollbackBecomesTheAnnotationThatItsControllerReads() {
        ObjectNode old = headed(
                "extensions/v1beta1",
                "Deployment",
                "{spec: {rollbackTo: {revision: 3}, template: {metadata: {labels: {a: b}}}}}");
        assertThat(kind("extensions/v1beta1", "Deployment")
                        .toStorage(old, null)
                        .path("metadata")
                        .path("annotations")
                        .equals(yaml("{deprecated.deployment.rollback.to: \"3\"}")))
                .isTrue();
    }

    private static Kind kind(String apiVersion, String name) {
        return requireNonNull(Kinds.builtIn().byApiVersion(apiVersion, name));
    }

    private static ObjectNode headed(String apiVersion, String kind, String rest) {
        ObjectNode object = yaml("{kind: " + kind + ", apiVersion: " + apiVersion + "}");
        object.setAll(yaml(rest));
        return object;
    }
}
