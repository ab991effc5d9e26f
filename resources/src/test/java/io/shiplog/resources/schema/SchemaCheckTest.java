package io.shiplog.resources.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.json.Json;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class SchemaCheckTest {
    private static final Schema DEPLOYMENT = Schemas.KUBERNETES.ofDefinition("io.k8s.api.apps.v1.Deployment");
    private static final Schema POD = Schemas.KUBERNETES.ofDefinition("io.k8s.api.core.v1.Pod");
    private static final Schema SECRET = Schemas.KUBERNETES.ofDefinition("io.k8s.api.core.v1.Secret");

    @Test
    void anOrdinaryObjectHasNothingWrong() {
        SchemaReport report = check(DEPLOYMENT, """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, creationTimestamp: null, labels: {app: web}}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: web}}
                  strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 1}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - name: web
                        image: web
                        ports: [{containerPort: 80}]
                        resources: {limits: {cpu: 1, memory: 64Mi}, requests: {cpu: 0.5}}
                """);
        assertThat(report).isEqualTo(new SchemaReport(java.util.List.of(), java.util.List.of(), java.util.List.of()));
    }

    @Test
    void namesUnknownFieldsByTheirPath() {
        SchemaReport report = check(DEPLOYMENT, """
                metadata: {name: web, foo: 1}
                spec:
                  replica: 3
                  template: {spec: {containers: [{name: a}, {name: b, img: x}]}}
                """);
        assertThat(report.unknownFields())
                .containsExactly("metadata.foo", "spec.replica", "spec.template.spec.containers[1].img");
        assertThat(SchemaReport.unknownField("spec.replica")).isEqualTo("unknown field \"spec.replica\"");
    }

    @Test
    void complainsOfWrongTypesInTheWordsOfGosDecoder() {
        assertThat(check(DEPLOYMENT, "{spec: {replicas: three}}").decodeErrors())
                .containsExactly(
                        "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32");
        assertThat(check(DEPLOYMENT, "{spec: {replicas: 1.5}}").decodeErrors())
                .containsExactly(
                        "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32");
        assertThat(check(POD, "{spec: {containers: [{name: a, ports: [{containerPort: x}]}]}}")
                        .decodeErrors())
                .containsExactly("json: cannot unmarshal string into Go struct field"
                        + " ContainerPort.spec.containers.ports.containerPort of type int32");
        assertThat(check(POD, "{spec: {containers: {name: a}}}").decodeErrors())
                .containsExactly("json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type"
                        + " []v1.Container");
        assertThat(check(POD, "{metadata: {labels: {a: 5}}}").decodeErrors())
                .containsExactly("json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type"
                        + " string");
        assertThat(check(POD, "{spec: 5}").decodeErrors())
                .containsExactly("json: cannot unmarshal number into Go struct field Pod.spec of type v1.PodSpec");
        assertThat(check(POD, "{spec: {activeDeadlineSeconds: 99999999999999999999}}")
                        .decodeErrors())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-28T23:59:59Z, true",
        "2026-01-31T00:00:00Z, true",
        "2028-02-29T00:00:00Z, true",
        "2026-02-29T00:00:00Z, false",
        "2026-00-01T00:00:00Z, false",
        "2026-13-01T00:00:00Z, false",
        "2026-01-00T00:00:00Z, false",
        "2026-01-01T24:00:00Z, false",
        "2026-01-01T00:60:00Z, false",
        "2026-01-01T00:00:60Z, false",
        "2026-01-01T00:00:0:Z, false",
        "2026-01-01T00:00:00.5+01:00, true",
        "2026-01-01 00:00:00Z, false",
    })
    void readsTimesOfTheCalendarOnly(String time, boolean right) {
        assertThat(check(POD, "{metadata: {creationTimestamp: \"" + time + "\"}}")
                        .decodeErrors()
                        .isEmpty())
                .isEqualTo(right);
    }

    @Test
    void complainsOfTextThatIsNoQuantityTimeOrBase64() {
        assertThat(check(POD, "{spec: {containers: [{name: a, resources: {limits: {cpu: much}}}]}}")
                        .decodeErrors())
                .containsExactly("quantities must match the regular expression"
                        + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        assertThat(check(POD, "{metadata: {creationTimestamp: yesterday}}")
                        .decodeErrors()
                        .getFirst())
                .startsWith("parsing time \"yesterday\" as \"2006-01-02T15:04:05Z07:00\": cannot parse");
        assertThat(check(POD, "{metadata: {creationTimestamp: \"2026-01-02T03:04:05Z\"}}")
                        .decodeErrors())
                .isEmpty();
        assertThat(check(SECRET, "{data: {a: \"!!\"}}").decodeErrors())
                .containsExactly("illegal base64 data at input byte 0");
        assertThat(check(SECRET, "{data: {a: \"YQ==\", b: \"\"}}").decodeErrors())
                .isEmpty();
        assertThat(check(SECRET, "{data: {a: YWJ}}").decodeErrors())
                .containsExactly("illegal base64 data at input byte 3");
    }

    @Test
    void listsMissingFieldsApart() {
        assertThat(check(DEPLOYMENT, "{spec: {template: {spec: {containers: [{image: x}]}}}}")
                        .missing())
                .extracting(FieldError::message)
                .containsExactlyInAnyOrder(
                        "spec.selector: Required value", "spec.template.spec.containers[0].name: Required value");
    }

    @Test
    void prunesWhatATypedServerWouldHaveDropped() {
        ObjectNode pod = yaml("""
                metadata: {name: a, creationTimestamp: null, foo: 1, labels: {x: null}}
                spec:
                  containers: [{name: a, img: x, resources: {limits: {cpu: 1}}, args: [null]}]
                  nodeName: null
                """);
        SchemaPruning.prune(pod, POD);
        assertThat(Json.text(pod))
                .isEqualTo(
                        "{\"metadata\":{\"name\":\"a\",\"labels\":{\"x\":\"\"}},\"spec\":"
                                + "{\"containers\":[{\"name\":\"a\",\"resources\":{\"limits\":{\"cpu\":\"1\"}},\"args\":[\"\"]}]}}");
    }

    @Test
    void prunesZerosThatSayNoMoreThanAbsence() {
        ObjectNode pod = yaml("""
                metadata: {name: a, labels: {empty: ''}, annotations: {}, ownerReferences: [{controller: false}]}
                spec:
                  hostNetwork: false
                  automountServiceAccountToken: false
                  nodeName: ''
                  terminationGracePeriodSeconds: 0
                  securityContext: {runAsUser: 0}
                  tolerations: []
                  containers:
                  - {name: '', args: [], env: [{name: E, value: ''}], volumeMounts: [{name: v, mountPath: /v, readOnly: false}]}
                  volumes: [{name: v, emptyDir: {}}]
                status: {containerStatuses: [{name: c, ready: false, restartCount: 0}]}
                """);
        SchemaPruning.prune(pod, POD);
        assertThat(pod).isEqualTo(yaml("""
                        metadata: {name: a, labels: {empty: ''}, ownerReferences: [{controller: false}]}
                        spec:
                          automountServiceAccountToken: false
                          terminationGracePeriodSeconds: 0
                          securityContext: {runAsUser: 0}
                          containers:
                          - {name: '', env: [{name: E}], volumeMounts: [{name: v, mountPath: /v}]}
                          volumes: [{name: v, emptyDir: {}}]
                        status: {containerStatuses: [{name: c, ready: false, restartCount: 0}]}
                        """));
        ObjectNode claim = yaml("{spec: {storageClassName: '', volumeName: ''}}");
        SchemaPruning.prune(claim, Schemas.KUBERNETES.ofDefinition("io.k8s.api.core.v1.PersistentVolumeClaim"));
        assertThat(claim).isEqualTo(yaml("{spec: {storageClassName: ''}}"));
    }

    @Test
    void everyZeroThatSaysSomethingIsAFieldThatIsThere() throws IOException {
        try (var table = Schemas.class.getResourceAsStream("zeros.tsv")) {
            String text = new String(Objects.requireNonNull(table).readAllBytes(), UTF_8);
            for (String line : text.lines().filter(row -> !row.startsWith("#")).toList()) {
                String[] cells = line.split("\t", -1);
                Schema schema = Schemas.KUBERNETES.ofDefinition("io.k8s." + cells[0]);
                assertThat(schema.properties()).as(cells[0]).containsKeys(cells[1].split(",", -1));
            }
        }
    }

    @Test
    void writesTimesInUtc() {
        ObjectNode event =
                yaml("{eventTime: \"2026-01-02T03:04:05.5+01:00\", firstTimestamp: \"2026-01-02T03:04:05.9+01:00\","
                        + " lastTimestamp: \"2026-01-02T03:04:05Z\"}");
        SchemaPruning.prune(event, Schemas.KUBERNETES.ofDefinition("io.k8s.api.core.v1.Event"));
        assertThat(event)
                .isEqualTo(yaml("{eventTime: \"2026-01-02T02:04:05.500000Z\", firstTimestamp: \"2026-01-02T02:04:05Z\","
                        + " lastTimestamp: \"2026-01-02T03:04:05Z\"}"));
    }

    @Test
    void tellsWhatIsWrongWithAQuantity() {
        assertThat(check(POD, "{spec: {containers: [{name: a, resources: {limits: {cpu: 1KK}}}]}}")
                        .decodeErrors())
                .containsExactly("unable to parse quantity's suffix");
        assertThat(check(POD, "{spec: {containers: [{name: a, resources: {limits: {cpu: ' 1 '}}}]}}")
                        .decodeErrors())
                .isEmpty();
    }

    @Test
    void whatAChangeBringsOfUnknownMembersIsDroppedAndWhatIsStoredStays() {
        String stored = "{spec: {newer: 1, containers: [{name: a, newest: {x: 1}}, {name: b}]}}";
        ObjectNode changed = yaml(
                "{spec: {newer: 2, mine: 3, containers: [{name: b, mine: 1}, {name: a, newest: {x: 1}, image: i}]}}");
        SchemaPruning.prune(changed, POD, yaml(stored));
        assertThat(changed)
                .isEqualTo(yaml("{spec: {newer: 1, containers: [{name: b}, {name: a, newest: {x: 1}, image: i}]}}"));
    }

    @Test
    void aReplacementThatDoesNotKnowStoredMembersKeepsThem() {
        ObjectNode replacement = yaml("{spec: {nodeName: n, containers: [{name: c}, {name: a, image: i}]}}");
        UnknownFields.carry(
                replacement,
                POD,
                yaml("{later: x, spec: {newer: 1, containers: [{name: a, newest: {x: 1}}, {name: b}]}}"));
        assertThat(replacement)
                .isEqualTo(yaml("{later: x, spec: {nodeName: n, newer: 1, containers: [{name: c}, {name: a, image: i,"
                        + " newest: {x: 1}}]}}"));
    }

    @Test
    void keepsWhatIsFreeByDesign() {
        Schema crd = Schemas.KUBERNETES.ofDefinition(
                "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition");
        String text =
                "{spec: {versions: [{name: v1, schema: {openAPIV3Schema: {properties: {spec: {default: {a: null}}}}}}]}}";
        ObjectNode object = yaml(text);
        assertThat(SchemaCheck.check(object, crd).unknownFields()).isEmpty();
        SchemaPruning.prune(object, crd);
        assertThat(object).isEqualTo(yaml(text));
    }

    private static SchemaReport check(Schema schema, String yaml) {
        return SchemaCheck.check(yaml(yaml), schema);
    }

    private static ObjectNode yaml(String text) {
        return Json.parseYaml(text.getBytes(UTF_8));
    }
}
