package io.shiplog.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of schemas: where they run, what they compare with, what is told, and which are refused. */
class SchemaRulesRunTest {
    private static final CelEngine ENGINE = new CelEngine();

    @Test
    void rulesRunAtEveryLevelFromTheOutsideIn() {
        String schema = """
                {type: object, x-kubernetes-validations: [{rule: "self.metadata.name == 'a'", message: "root"}],
                 properties: {spec: {type: object, x-kubernetes-validations: [{rule: "false", message: "spec"}],
                  properties: {l: {type: array, items: {type: integer, x-kubernetes-validations: [{rule: "self < 2"}]}},
                   m: {type: object, additionalProperties: {type: string, x-kubernetes-validations: [{rule: "self != ''", reason: FieldValueRequired}]}}}}}}
                """;
        assertThat(run(schema, "{metadata: {name: b}, spec: {l: [1, 2], m: {x: ''}}}", null))
                .containsExactly(
                        "<nil>: Invalid value: \"object\": root",
                        "spec: Invalid value: \"object\": spec",
                        "spec.l[1]: Invalid value: \"integer\": failed rule: self < 2",
                        "spec.m[x]: Required value: failed rule: self != ''");
    }

    @Test
    void aTransitionRuleRunsOnlyWhereSomethingWasBefore() {
        String schema = """
                {type: object, properties: {a: {type: integer, x-kubernetes-validations: [{rule: "self >= oldSelf"}]},
                 o: {type: integer, x-kubernetes-validations: [{rule: "oldSelf.hasValue() || self == 0", optionalOldSelf: true}]},
                 k: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [n], items: {type: object,
                  properties: {n: {type: string}, v: {type: integer, x-kubernetes-validations: [{rule: "self == oldSelf"}]}}}}}}
                """;
        assertThat(run(schema, "{a: 1, o: 0, k: [{n: x, v: 1}]}", null)).isEmpty();
        assertThat(run(schema, "{o: 1}", null))
                .containsExactly("o: Invalid value: \"integer\": failed rule: oldSelf.hasValue() || self == 0");
        assertThat(run(schema, "{a: 1, k: [{n: y, v: 3}, {n: x, v: 2}]}", "{a: 2, k: [{n: x, v: 1}]}"))
                .containsExactly(
                        "a: Invalid value: \"integer\": failed rule: self >= oldSelf",
                        "k[1].v: Invalid value: \"integer\": failed rule: self == oldSelf");
    }

    @Test
    void whatWasWrongAndDidNotChangeIsLetPass() {
        String schema = """
                {type: object, properties: {a: {type: object, properties: {s: {type: string,
                 x-kubernetes-validations: [{rule: "self != 'bad'"}]}, t: {type: string}}}}}
                """;
        assertThat(run(schema, "{a: {s: bad, t: new}}", "{a: {s: bad, t: old}}"))
                .isEmpty();
        assertThat(run(schema, "{a: {s: bad}}", "{a: {s: good}}")).hasSize(1);
    }

    @Test
    void aFieldPathNamesWhatIsBlamed() {
        String schema = """
                {type: object, properties: {spec: {type: object, properties: {a: {type: string}},
                 x-kubernetes-validations: [{rule: "false", fieldPath: ".a", reason: FieldValueForbidden, messageExpression: "'not ' + self.a"}]}}}
                """;
        assertThat(run(schema, "{spec: {a: x}}", null)).containsExactly("spec.a: Forbidden: not x");
    }

    @Test
    void aRuleThatCostsTooMuchIsRefusedWithItsFactor() {
        String schema = """
                {type: object, properties: {l: {type: array, items: {type: array, items: {type: string}},
                 x-kubernetes-validations: [{rule: "self.all(x, x.all(y, y.contains('a')))"}]}}}
                """;
        assertThat(check(schema))
                .first()
                .asString()
                .startsWith(
                        "properties[l].x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget"
                                + " by factor of more than 100x");
        assertThat(check(schema.replace("items: {type: string}", "maxItems: 5, items: {type: string, maxLength: 5}")
                        .replace(
                                "{type: array, items: {type: array", "{type: array, maxItems: 5, items: {type: array")))
                .isEmpty();
    }

    /** The factors are those that kube-apiserver v1.34.2 told. */
    @Test
    void theEstimateOfACostIsUpstreams() {
        String schema = """
                {type: object, properties: {
                 a: {type: array, maxItems: 1500, items: {type: integer}, x-kubernetes-validations: [{rule: "self.all(x, self.exists(y, x < y))"}]},
                 b: {type: array, maxItems: 400, items: {type: string, maxLength: 500}, x-kubernetes-validations: [{rule: "self.all(x, self.exists(y, x.startsWith(y)))"}]},
                 c: {type: array, maxItems: 300, items: {type: integer}, x-kubernetes-validations: [{rule: "self.all(x, self.all(y, self.exists(z, z == x + y)))"}]},
                 d: {type: string, x-kubernetes-validations: [{rule: "format.dns1123Label().validate(self).hasValue()"}]}}}
                """;
        assertThat(check(schema))
                .filteredOn(one -> one.contains("estimated rule cost exceeds"))
                .map(one -> one.replaceAll(".*factor of ([^ ]+) .*", "$1"))
                .containsExactly("1.6x", "3.3x", "21.6x", "1.006634x");
    }

    @Test
    void oldSelfIsRefusedWhereNobodyKnowsWhatWasBefore() {
        String schema = """
                {type: object, properties: {l: {type: array, maxItems: 3, items: {type: integer,
                 x-kubernetes-validations: [{rule: "self == oldSelf"}]}}}}
                """;
        assertThat(check(schema))
                .containsExactly(
                        "properties[l].items.x-kubernetes-validations[0].rule: Invalid value: \"self == oldSelf\":"
                                + " oldSelf cannot be used on the uncorrelatable portion of the schema within properties[l]");
    }

    @Test
    void aRuleThatRunsOnForEverIsBrokenOff() {
        String schema = """
                {type: object, properties: {l: {type: array, items: {type: integer},
                 x-kubernetes-validations: [{rule: "self.all(a, self.all(b, self.all(c, a + b + c < 0 || true)))", message: "m"}]}}}
                """;
        ObjectNode object = Json.object();
        for (int i = 0; i < 300; i++) {
            object.withArray("l").add(i);
        }
        assertThat(ENGINE.rules(tree(schema)).check(object, null))
                .extracting(FieldError::body)
                .containsExactly(
                        "Invalid value: \"array\": 'operation cancelled: actual cost limit exceeded': no further"
                                + " validation rules will be run due to call cost exceeds limit for rule: m");
    }

    private static List<String> run(String schema, String object, String old) {
        assertThat(check(schema)).isEmpty();
        return ENGINE.rules(tree(schema)).check(tree(object), old == null ? null : tree(old)).stream()
                .map(FieldError::message)
                .toList();
    }

    private static List<String> check(String schema) {
        Field field = Field.of((ObjectNode) tree(schema));
        ENGINE.checkRules(field);
        return field.errors().stream().map(FieldError::message).toList();
    }

    private static JsonNode tree(String yaml) {
        return Json.parseYaml(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
