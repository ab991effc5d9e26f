package io.shiplog.resources.structural;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.schema.SchemaReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class StructureTest {
    private static final SchemaReport NOTHING = new SchemaReport(List.of(), List.of(), List.of());

    @Test
    void dropsWhatTheSchemaDoesNotNameAndTellsWhatWent() {
        Structure structure = spec("{a: {type: integer}, m: {type: object, additionalProperties: {type: string}}}");
        ObjectNode object =
                object("{apiVersion: g/v1, kind: K, metadata: {name: one}, spec: {z: 1, a: 2, m: {q: r}}, x: 1}");
        assertThat(structure.shape(object, NOTHING).unknownFields()).containsExactly("spec.z", "x");
        assertThat(object)
                .hasToString("{\"apiVersion\":\"g/v1\",\"kind\":\"K\",\"metadata\":{\"name\":\"one\"},"
                        + "\"spec\":{\"a\":2,\"m\":{\"q\":\"r\"}}}");
    }

    @Test
    void keepsWhatIsNotNamedWhereThatIsSaidAndPrunesWhatIsNamedBelow() {
        Structure structure = spec("{p: {type: object, x-kubernetes-preserve-unknown-fields: true,"
                + " properties: {in: {type: object, properties: {k: {type: string}}}}}}");
        ObjectNode object = object("{spec: {p: {other: {deep: 1}, in: {k: v, gone: 1}}}}");
        assertThat(structure.shape(object, NOTHING).unknownFields()).containsExactly("spec.p.in.gone");
        assertThat(object).hasToString("{\"spec\":{\"p\":{\"other\":{\"deep\":1},\"in\":{\"k\":\"v\"}}}}");
    }

    @Test
    void dropsUnknownMetadataOfEmbeddedObjects() {
        Structure structure = spec("{t: {type: object, x-kubernetes-embedded-resource: true,"
                + " x-kubernetes-preserve-unknown-fields: true}}");
        ObjectNode object = object("{spec: {t: {apiVersion: v1, kind: P, metadata: {name: one, foo: 1}, any: 1}}}");
        assertThat(structure.shape(object, NOTHING).unknownFields()).containsExactly("spec.t.metadata.foo");
        ObjectNode wrong = object("{spec: {t: {apiVersion: v1, kind: P, metadata: {labels: {a: 1}}}}}");
        assertThat(structure.shape(wrong, NOTHING).decodeErrors()).isNotEmpty();
    }

    @Test
    void storesNumbersAsAServerInGoDoes() {
        Structure structure =
                spec("{num: {type: number}, p: {type: object, x-kubernetes-preserve-unknown-fields: true}}");
        ObjectNode object = object("{spec: {num: 1.0, p: {a: 1.0e2, b: -0.0, c: 18446744073709551615, d: 1.5}}}");
        structure.shape(object, NOTHING);
        assertThat(object)
                .hasToString("{\"spec\":{\"num\":1,\"p\":{\"a\":100,\"b\":0,\"c\":18446744073709552000,\"d\":1.5}}}");
    }

    @Test
    void fillsInDefaultsOnceAndAtEveryDepth() {
        Structure structure = spec("{a: {type: string, default: x}, o: {type: object, default: {}, properties:"
                + " {b: {type: integer, default: 3}}}, l: {type: array, items: {type: object, properties:"
                + " {c: {type: boolean, default: true}}}}}");
        ObjectNode object = object("{spec: {l: [{}, {c: false}]}}");
        structure.setDefaults(object);
        String once = object.toString();
        assertThat(once).isEqualTo("{\"spec\":{\"l\":[{\"c\":true},{\"c\":false}],\"a\":\"x\",\"o\":{\"b\":3}}}");
        structure.setDefaults(object);
        assertThat(object).hasToString(once);
    }

    @Test
    void nullIsAbsenceUnlessItIsAValue() {
        Structure structure = spec("{a: {type: string}, b: {type: string, nullable: true},"
                + " c: {type: string, default: d}, d: {type: string, nullable: true, default: d}}");
        ObjectNode object = object("{spec: {a: null, b: null, c: null, d: null}}");
        structure.setDefaults(object);
        assertThat(object).hasToString("{\"spec\":{\"b\":null,\"c\":\"d\",\"d\":null}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: integer} | a | spec.v: Invalid value: \"string\": spec.v in body must be of type integer: \"string\"",
                "{type: string} | 3 | spec.v: Invalid value: \"integer\": spec.v in body must be of type string: \"integer\"",
                "{type: integer, maximum: 3} | 4 | spec.v: Invalid value: 4: spec.v in body should be less than or equal to 3",
                "{type: integer, minimum: 3, exclusiveMinimum: true} | 3 | spec.v: Invalid value: 3: spec.v in body should be greater than 3",
                "{type: number, multipleOf: 0.5} | 0.7 | spec.v: Invalid value: 0.7: spec.v in body should be a multiple of 0.5",
                "{type: string, maxLength: 2} | äöü | spec.v: Too long: may not be more than 2 bytes",
                "{type: string, minLength: 2} | a | spec.v: Invalid value: \"a\": spec.v in body should be at least 2 chars long",
                "{type: string, pattern: '^a+$'} | b | spec.v: Invalid value: \"b\": spec.v in body should match '^a+$'",
                "{type: string, enum: [a, b]} | c | spec.v: Unsupported value: \"c\": supported values: \"a\", \"b\"",
                "{type: array, items: {type: string}, maxItems: 1} | [a, b] | spec.v: Too many: 2: must have at most 1 item",
                "{type: array, items: {type: string}, minItems: 1} | [] | spec.v: Invalid value: 0: spec.v in body should have at least 1 items",
                "{type: object, required: [k], properties: {k: {type: string}}} | {} | spec.v.k: Required value",
                "{type: string, format: date} | nodate | spec.v: Invalid value: \"nodate\": spec.v in body must be of type date: \"nodate\"",
                "{x-kubernetes-int-or-string: true} | true | spec.v: Invalid value: \"boolean\": spec.v in body must be of type integer,string: \"boolean\"",
            })
    void tellsWhatIsWrongInUpstreamsWords(String schema, String value, String message) {
        assertThat(messages(spec("{v: " + schema + "}"), "{spec: {v: " + value + "}}", null))
                .containsExactly(message);
    }

    @Test
    void takesWhatUpstreamTakes() {
        Structure structure = spec("{i: {type: integer, format: int32}, d: {type: string, format: duration},"
                + " a: {type: string, format: ipv4}, u: {type: string, format: whatever},"
                + " s: {x-kubernetes-int-or-string: true}, num: {type: number}, t: {type: string, format: date-time}}");
        assertThat(messages(
                        structure,
                        "{spec: {i: 3000000000, d: 1 day, a: 01.2.3.4, u: x, s: 50%, num: 3,"
                                + " t: '2020-01-01T00:00:00Z'}}",
                        null))
                .isEmpty();
    }

    @Test
    void tellsOfCombinationsWhichOneCameClosest() {
        Structure any = spec("{v: {type: object, properties: {a: {type: string}, b: {type: string}},"
                + " anyOf: [{required: [a]}, {required: [b]}]}}");
        assertThat(messages(any, "{spec: {v: {}}}", null))
                .containsExactly(
                        "<nil>: Invalid value: \"\": \"spec.v\" must validate at least one schema (anyOf)",
                        "spec.v.a: Required value");
        Structure one = spec("{v: {type: object, properties: {a: {type: string}, b: {type: string}},"
                + " oneOf: [{required: [a]}, {required: [b]}]}}");
        assertThat(messages(one, "{spec: {v: {a: x, b: z}}}", null))
                .containsExactly("<nil>: Invalid value: \"\": \"spec.v\" must validate one and only one schema (oneOf)."
                        + " Found 2 valid alternatives");
        assertThat(messages(one, "{spec: {v: {a: x}}}", null)).isEmpty();
        Structure not = spec("{v: {type: integer, not: {enum: [3]}}}");
        assertThat(messages(not, "{spec: {v: 3}}", null))
                .containsExactly("<nil>: Invalid value: \"\": \"spec.v\" must not validate the schema (not)");
    }

    @Test
    void tellsWhatIsTwiceInASetOrAMap() {
        Structure structure = spec("{s: {type: array, x-kubernetes-list-type: set, items: {type: string}},"
                + " m: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k],"
                + " items: {type: object, properties: {k: {type: string}, v: {type: integer}}}}}");
        String twice = "{spec: {s: [a, b, a, a], m: [{k: x, v: 1}, {k: x, v: 2}]}}";
        assertThat(messages(structure, twice, null))
                .containsExactlyInAnyOrder(
                        "spec.s[2]: Duplicate value: \"a\"", "spec.m[1]: Duplicate value: {\"k\":\"x\"}");
        assertThat(messages(structure, twice, twice)).isEmpty();
    }

    @Test
    void letsPassWhatWasWrongBeforeAndDidNotChange() {
        Structure structure = spec("{a: {type: string, maxLength: 2}, b: {type: string},"
                + " m: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k], items: {type: object,"
                + " properties: {k: {type: string}, v: {type: string, maxLength: 1}}}},"
                + " l: {type: array, items: {type: string, maxLength: 1}}}");
        String old = "{spec: {a: long, b: x, m: [{k: p, v: long}], l: [long]}}";
        assertThat(messages(structure, "{spec: {a: long, b: z, m: [{k: q}, {k: p, v: long}], l: [long]}}", old))
                .isEmpty();
        assertThat(messages(structure, "{spec: {a: longer, b: x, m: [{k: p, v: long}], l: [long]}}", old))
                .containsExactly("spec.a: Too long: may not be more than 2 bytes");
        assertThat(messages(structure, "{spec: {a: long, b: x, m: [{k: p, v: long}], l: [long, x]}}", old))
                .containsExactly("spec.l[0]: Too long: may not be more than 1 bytes");
    }

    private static Structure spec(String properties) {
        return Structure.of(
                object("{type: object, properties: {spec: {type: object, properties: " + properties + "}}}"), 0);
    }

    private static List<String> messages(
            Structure structure, String object, @org.jspecify.annotations.Nullable String old) {
        Field root = Field.of(object(object));
        structure.validate(root, old == null ? null : object(old));
        structure.validateLists(root, old == null ? null : object(old));
        return root.errors().stream().map(FieldError::message).toList();
    }

    private static ObjectNode object(String yaml) {
        return Json.parseYaml(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
