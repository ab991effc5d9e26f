package io.shiplog.resources.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

class StrategicMergeTest {
    private static final Schema POD = Schemas.KUBERNETES.ofDefinition("io.k8s.api.core.v1.Pod");
    private static final Schema DEPLOYMENT = Schemas.KUBERNETES.ofDefinition("io.k8s.api.apps.v1.Deployment");
    private static final Schema SERVICE = Schemas.KUBERNETES.ofDefinition("io.k8s.api.core.v1.Service");

    static Stream<Arguments> podCases() {
        return Stream.of(
                row(
                        "a container is found by its name",
                        "{spec: {containers: [{name: a, image: x}, {name: b, image: w}]}}",
                        "{spec: {containers: [{name: b, image: z}]}}",
                        "{spec: {containers: [{name: a, image: x}, {name: b, image: z}]}}"),
                row(
                        "a new container stands before those of the server",
                        "{spec: {containers: [{name: a, image: x}]}}",
                        "{spec: {containers: [{name: b, image: z}]}}",
                        "{spec: {containers: [{name: b, image: z}, {name: a, image: x}]}}"),
                row(
                        "$patch delete removes a container",
                        "{spec: {containers: [{name: a}, {name: b}]}}",
                        "{spec: {containers: [{name: a, $patch: delete}]}}",
                        "{spec: {containers: [{name: b}]}}"),
                row(
                        "$patch replace replaces the list",
                        "{spec: {containers: [{name: a}, {name: b}]}}",
                        "{spec: {containers: [{name: c, image: z}, {$patch: replace}]}}",
                        "{spec: {containers: [{name: c, image: z}]}}"),
                row(
                        "$patch replace replaces a map",
                        "{metadata: {labels: {a: '1', b: '2'}}}",
                        "{metadata: {labels: {c: '3', $patch: replace}}}",
                        "{metadata: {labels: {c: '3'}}}"),
                row(
                        "$patch delete empties a map",
                        "{spec: {securityContext: {runAsUser: 1}}}",
                        "{spec: {securityContext: {$patch: delete}}}",
                        "{spec: {securityContext: {}}}"),
                row(
                        "$patch merge merges",
                        "{metadata: {labels: {a: '1'}}}",
                        "{metadata: {labels: {b: '2', $patch: merge}}}",
                        "{metadata: {labels: {a: '1', b: '2'}}}"),
                row(
                        "null deletes",
                        "{metadata: {labels: {a: '1', b: '2'}}}",
                        "{metadata: {labels: {a: null, x: null}}}",
                        "{metadata: {labels: {b: '2'}}}"),
                row(
                        "env is found by name and ordered",
                        "{spec: {containers: [{name: a, env: [{name: X, value: '1'}, {name: W, value: '2'}]}]}}",
                        "{spec: {$setElementOrder/containers: [{name: a}], containers: [{name: a, $setElementOrder/env: [{name: W}, {name: Z}, {name: X}], env: [{name: Z, value: '3'}]}]}}",
                        "{spec: {containers: [{name: a, env: [{name: W, value: '2'}, {name: Z, value: '3'}, {name: X, value: '1'}]}]}}"),
                row(
                        "kubectl apply removes an env",
                        "{spec: {containers: [{name: a, env: [{name: X, value: '1'}, {name: W, value: '2'}]}]}}",
                        "{spec: {$setElementOrder/containers: [{name: a}], containers: [{name: a, $setElementOrder/env: [{name: W}], env: [{name: X, $patch: delete}]}]}}",
                        "{spec: {containers: [{name: a, env: [{name: W, value: '2'}]}]}}"),
                row(
                        "a sidecar injected by the server keeps its place",
                        "{spec: {containers: [{name: a}, {name: injected}, {name: b}]}}",
                        "{spec: {$setElementOrder/containers: [{name: a}, {name: b}, {name: c}], containers: [{name: c, image: z}]}}",
                        "{spec: {containers: [{name: a}, {name: injected}, {name: b}, {name: c, image: z}]}}"),
                row(
                        "ports are found by their number",
                        "{spec: {containers: [{name: a, ports: [{containerPort: 80, protocol: TCP}]}]}}",
                        "{spec: {containers: [{name: a, ports: [{containerPort: 80, name: http}, {containerPort: 443}]}]}}",
                        "{spec: {containers: [{name: a, ports: [{containerPort: 80, protocol: TCP, name: http}, {containerPort: 443}]}]}}"),
                row(
                        "a volume's source is replaced with $retainKeys",
                        "{spec: {volumes: [{name: v, emptyDir: {}}]}}",
                        "{spec: {volumes: [{name: v, $retainKeys: [name, configMap], configMap: {name: c}}]}}",
                        "{spec: {volumes: [{name: v, configMap: {name: c}}]}}"),
                row(
                        "volume mounts are found by path",
                        "{spec: {containers: [{name: a, volumeMounts: [{name: v, mountPath: /x}]}]}}",
                        "{spec: {containers: [{name: a, volumeMounts: [{name: w, mountPath: /x}]}]}}",
                        "{spec: {containers: [{name: a, volumeMounts: [{name: w, mountPath: /x}]}]}}"),
                row(
                        "tolerations are replaced whole",
                        "{spec: {tolerations: [{key: a}, {key: b}]}}",
                        "{spec: {tolerations: [{key: c}]}}",
                        "{spec: {tolerations: [{key: c}]}}"),
                row(
                        "args are replaced whole",
                        "{spec: {containers: [{name: a, args: [x, y]}]}}",
                        "{spec: {containers: [{name: a, args: [z]}]}}",
                        "{spec: {containers: [{name: a, args: [z]}]}}"),
                row(
                        "finalizers are a set",
                        "{metadata: {finalizers: [a, b]}}",
                        "{metadata: {finalizers: [b, c]}}",
                        "{metadata: {finalizers: [a, b, c]}}"),
                row(
                        "primitives are deleted by their parallel list",
                        "{metadata: {finalizers: [a, b, c]}}",
                        "{metadata: {$deleteFromPrimitiveList/finalizers: [b]}}",
                        "{metadata: {finalizers: [a, c]}}"),
                row(
                        "primitives follow $setElementOrder",
                        "{metadata: {finalizers: [a, b, c]}}",
                        "{metadata: {$setElementOrder/finalizers: [c, d, a], $deleteFromPrimitiveList/finalizers: [b], finalizers: [d]}}",
                        "{metadata: {finalizers: [c, d, a]}}"),
                row(
                        "conditions are found by type",
                        "{status: {conditions: [{type: Ready, status: 'False'}, {type: PodScheduled, status: 'True'}]}}",
                        "{status: {conditions: [{type: Ready, status: 'True'}]}}",
                        "{status: {conditions: [{type: Ready, status: 'True'}, {type: PodScheduled, status: 'True'}]}}"),
                row(
                        "a new list loses its directives",
                        "{spec: {}}",
                        "{spec: {$setElementOrder/containers: [{name: a}], containers: [{name: a, env: [{name: X, $patch: delete}, {name: W, value: '1'}]}]}}",
                        "{spec: {containers: [{name: a, env: [{name: W, value: '1'}]}]}}"),
                row(
                        "a new map loses its nulls",
                        "{}",
                        "{spec: {nodeSelector: {a: null, b: x}}}",
                        "{spec: {nodeSelector: {b: x}}}"),
                row(
                        "unknown fields are merged as in a merge patch",
                        "{spec: {novel: {a: 1, b: [1]}}}",
                        "{spec: {novel: {b: [2], c: 3}}}",
                        "{spec: {novel: {a: 1, b: [2], c: 3}}}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("podCases")
    void mergesPods(String name, String current, String patch, String expected) {
        ObjectNode before = yaml(current);
        ObjectNode change = yaml(patch);
        assertThat(StrategicMerge.apply(before, change, POD)).isEqualTo(yaml(expected));
        assertThat(before).isEqualTo(yaml(current));
        assertThat(change).isEqualTo(yaml(patch));
    }

    @Test
    void keepsTheServersContainersBetweenThoseOfThePatch() {
        ObjectNode result = StrategicMerge.apply(
                yaml("{spec: {containers: [{name: s1}, {name: a}, {name: s2}, {name: b}, {name: s3}]}}"),
                yaml("{spec: {$setElementOrder/containers: [{name: a}, {name: b}]}}"),
                POD);
        assertThat(result.at("/spec/containers").findValuesAsString("name"))
                .containsExactly("s1", "a", "s2", "b", "s3");
    }

    @Test
    void mergesADeploymentsStrategyByRetainedKeys() {
        ObjectNode result = StrategicMerge.apply(
                yaml("{spec: {strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}}"),
                yaml("{spec: {strategy: {$retainKeys: [type], type: Recreate}}}"),
                DEPLOYMENT);
        assertThat(result).isEqualTo(yaml("{spec: {strategy: {type: Recreate}}}"));
    }

    @Test
    void findsAServicesPortsByNumber() {
        ObjectNode result = StrategicMerge.apply(
                yaml("{spec: {ports: [{port: 80, targetPort: 8080, protocol: TCP, nodePort: 30001}]}}"),
                yaml("{spec: {$setElementOrder/ports: [{port: 80}], ports: [{port: 80, targetPort: 9090}]}}"),
                SERVICE);
        assertThat(result)
                .isEqualTo(yaml("{spec: {ports: [{port: 80, targetPort: 9090, protocol: TCP, nodePort: 30001}]}}"));
    }

    @Test
    void portsOfOneNumberAreSeveralPorts() {
        String dns = "{spec: {ports: [{name: udp, port: 53, protocol: UDP}, {name: tcp, port: 53, protocol: TCP}]}}";
        ObjectNode another = StrategicMerge.apply(
                yaml(dns),
                yaml("{spec: {$setElementOrder/ports: [{port: 53}, {port: 53}, {port: 9153}], ports: [{port: 9153}]}}"),
                SERVICE);
        assertThat(another)
                .isEqualTo(yaml("{spec: {ports: [{name: udp, port: 53, protocol: UDP}, {name: tcp, port: 53,"
                        + " protocol: TCP}, {port: 9153}]}}"));
        ObjectNode first =
                StrategicMerge.apply(yaml(dns), yaml("{spec: {ports: [{port: 53, targetPort: dns}]}}"), SERVICE);
        assertThat(first)
                .isEqualTo(yaml("{spec: {ports: [{name: udp, port: 53, protocol: UDP, targetPort: dns}, {name: tcp,"
                        + " port: 53, protocol: TCP}]}}"));
        ObjectNode gone =
                StrategicMerge.apply(yaml(dns), yaml("{spec: {ports: [{port: 53, $patch: delete}]}}"), SERVICE);
        assertThat(gone).isEqualTo(yaml("{spec: {ports: []}}"));
    }

    @Test
    void tellsWhatIsMalformedFromWhatUpstreamOnlyFailsAt() {
        assertThat(reason("{metadata: {$retainKeys: [name], labels: {}}}")).isEqualTo(PatchException.Reason.MALFORMED);
        assertThat(reason("{spec: {containers: [{image: x}]}}")).isEqualTo(PatchException.Reason.MALFORMED);
        assertThat(reason("{metadata: {finalizers: [[a]]}}")).isEqualTo(PatchException.Reason.NOT_APPLICABLE);
    }

    private static PatchException.Reason reason(String patch) {
        ObjectNode current = yaml("{metadata: {labels: {}, finalizers: [x]}, spec: {containers: [{name: a}]}}");
        return catchThrowableOfType(PatchException.class, () -> StrategicMerge.apply(current, yaml(patch), POD))
                .reason();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        "{spec: {containers: [{image: x}]}}",
                        "map: map[image:x] does not contain declared merge key: name"),
                Arguments.of(
                        "{metadata: {labels: {$patch: jump}}}", "unknown patch type: jump in map: map[$patch:jump]"),
                Arguments.of("{metadata: {$retainKeys: [name], labels: {}}}", "invalid patch format of retainKeys"),
                Arguments.of(
                        "{metadata: {$setElementOrder/finalizers: x}}", "invalid patch format of setElementOrder list"),
                Arguments.of(
                        "{metadata: {$setElementOrder/finalizers: [a], finalizers: [b]}}",
                        "The order in patch list:\n[b]\n doesn't match $setElementOrder list:\n[a]\n"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesDirectivesThatMakeNoSense(String patch, String message) {
        ObjectNode current = yaml("{metadata: {labels: {}, finalizers: [x]}, spec: {containers: [{name: a}]}}");
        assertThatThrownBy(() -> StrategicMerge.apply(current, yaml(patch), POD))
                .isInstanceOf(PatchException.class)
                .hasMessage(message);
    }

    private static Arguments row(String name, String current, String patch, String expected) {
        return Arguments.of(name, current, patch, expected);
    }

    private static ObjectNode yaml(String text) {
        return Json.parseYaml(text.getBytes(StandardCharsets.UTF_8));
    }
}
