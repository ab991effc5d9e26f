package io.shiplog.resources.validation;

import static io.shiplog.resources.testing.Objects.kind;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.admission.Admission;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New objects that kube-apiserver v1.34.2 was asked to take, with its causes; none where it took them. */
class TakenOrRefusedTest {
    private static final String HEAD = "metadata: {name: a, namespace: t}, ";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "rolebindings.rbac.authorization.k8s.io|roleRef: {kind: Role, name: x}, subjects: [{kind: ServiceAccount, name: x}]|",
                "clusterrolebindings.rbac.authorization.k8s.io|roleRef: {kind: ClusterRole, name: x}, subjects: [{kind: ServiceAccount, name: x}]|"
                        + "subjects[0].namespace",
                "clusterrolebindings.rbac.authorization.k8s.io|roleRef: {kind: Role, name: x}|roleRef.kind",
                "rolebindings.rbac.authorization.k8s.io|roleRef: {apiGroup: x, kind: Rule}, subjects: [{kind: ServiceAccount, name: X_}, {kind:"
                        + " ServiceAccount, name: x, apiGroup: x}, {kind: User, name: x, apiGroup: z}, {kind: Group},"
                        + " {kind: Foo, name: x}]|"
                        + "roleRef.apiGroup roleRef.kind roleRef.name subjects[0].name subjects[1].apiGroup"
                        + " subjects[2].apiGroup subjects[3].name subjects[4].kind",
                "csinodes.storage.k8s.io||",
                "csinodes.storage.k8s.io|spec: {drivers: [{name: x, nodeID: y}, {}, {name: x, nodeID: y, allocatable: {count: -1},"
                        + " topologyKeys: [a, a]}]}|"
                        + "spec.drivers[1].name spec.drivers[1].name spec.drivers[1].nodeID"
                        + " spec.drivers[2].allocatable.count spec.drivers[2].name spec.drivers[2]",
                "horizontalpodautoscalers.autoscaling|spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment,"
                        + " name: x}}|",
                "horizontalpodautoscalers.autoscaling|spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: v1, kind:"
                        + " ReplicationController, name: x}}|",
                "horizontalpodautoscalers.autoscaling||spec.maxReplicas spec.maxReplicas spec.scaleTargetRef.kind"
                        + " spec.scaleTargetRef.name spec.scaleTargetRef.apiVersion",
                "horizontalpodautoscalers.autoscaling|spec: {minReplicas: 0, maxReplicas: 1, scaleTargetRef: {apiVersion: a/b/c, kind:"
                        + " x/y, name: '%'}, behavior: {scaleUp: {stabilizationWindowSeconds: 4000, policies: [{type: X,"
                        + " value: 0, periodSeconds: 0}, {type: Pods, value: 1, periodSeconds: 2000}]}, scaleDown:"
                        + " {stabilizationWindowSeconds: -1, selectPolicy: X, policies: []}}}|"
                        + "spec.minReplicas spec.scaleTargetRef.kind spec.scaleTargetRef.name"
                        + " spec.scaleTargetRef.apiVersion spec.behavior.scaleUp.stabilizationWindowSeconds"
                        + " spec.behavior.scaleUp.policies[0].type spec.behavior.scaleUp.policies[0].value"
                        + " spec.behavior.scaleUp.policies[0].periodSeconds spec.behavior.scaleUp.policies[1].periodSeconds"
                        + " spec.behavior.scaleDown.stabilizationWindowSeconds spec.behavior.scaleDown.selectPolicy"
                        + " spec.behavior.scaleDown.policies",
                "horizontalpodautoscalers.autoscaling|spec: {maxReplicas: 1, scaleTargetRef: {apiVersion: a/b, kind: x, name: y}, metrics:"
                        + " [{type: Foo}, {type: Resource}, {type: Resource, resource: {target: {type: Bar}}}, {type: Object,"
                        + " object: {metric: {name: x}, describedObject: {}, target: {type: Value}}}, {type: External,"
                        + " external: {metric: {name: x}, target: {type: Value, value: '-1', averageValue: '1'}}}]}|"
                        + "spec.metrics[0].type spec.metrics[1].resource spec.metrics[2].resource.name"
                        + " spec.metrics[2].resource.target.type spec.metrics[2].resource.target.averageUtilization"
                        + " spec.metrics[3].object.describedObject.kind spec.metrics[3].object.describedObject.name"
                        + " spec.metrics[3].object.target.averageValue spec.metrics[4].external.target.value"
                        + " spec.metrics[4].external.target.value",
                "pods|spec: {terminationGracePeriodSeconds: -1, containers: [{name: c, image: i}]}|",
                "pods|spec: {containers: [{name: c, image: i}], ephemeralContainers: [{name: d, image: i}]}|"
                        + "spec.ephemeralContainers",
                "replicasets.apps|spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec:"
                        + " {containers: [{name: c, image: i}], ephemeralContainers: [{name: d, image: i}]}}}|"
                        + "spec.template.spec.ephemeralContainers",
            })
    void answersAsUpstream(String resource, String rest, String causes) {
        String head = kind(resource).namespaced() ? HEAD : "metadata: {name: a}, ";
        var object = Admission.prepareForCreate(
                kind(resource), yaml("{" + head + (rest == null ? "" : rest) + "}"), Instant.EPOCH, () -> "u");
        assertThat(Validation.create(kind(resource), object))
                .extracting(FieldError::field)
                .isEqualTo(causes == null ? List.of() : List.of(causes.split(" ")));
    }
}
