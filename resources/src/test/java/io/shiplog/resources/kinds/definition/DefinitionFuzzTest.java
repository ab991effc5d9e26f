package io.shiplog.resources.kinds.definition;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.Field;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.kinds.custom.CustomRules;
import io.shiplog.resources.schema.SchemaReport;
import io.shiplog.resources.structural.Structure;
import io.shiplog.resources.validation.Validation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Definitions and objects with mistakes of every form: each is judged, and none makes anything fail. */
class DefinitionFuzzTest {
    private static final int ROUNDS = 1000;

    private static final String DEFINITION = """
            metadata: {name: widgets.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList, shortNames: [w]}
              conversion: {strategy: None}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}, scale: {specReplicasPath: .spec.a, statusReplicasPath: .status.a}}
                selectableFields: [{jsonPath: .spec.s}]
                additionalPrinterColumns: [{name: C, type: string, jsonPath: '.spec.l[?(@.k=="x")].v'}]
                schema:
                  openAPIV3Schema:
                    type: object
                    required: [spec]
                    properties:
                      spec:
                        type: object
                        anyOf: [{required: [a]}, {required: [s]}]
                        properties:
                          a: {type: integer, minimum: 0, maximum: 5, default: 3}
                          s: {type: string, pattern: '^a*$', enum: [a, aa], format: date, nullable: true}
                          i: {x-kubernetes-int-or-string: true}
                          t: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}
                          l:
                            type: array
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [k]
                            items: {type: object, required: [k], properties: {k: {type: string}, v: {type: number}}}
                          m: {type: object, additionalProperties: {type: string, maxLength: 2}}
            """;

    private static final String OBJECT = """
            {apiVersion: example.com/v1, kind: Widget, metadata: {name: one}, spec: {a: 1, s: a, i: 50%, other: 1.0,
             t: {apiVersion: v1, kind: Pod, metadata: {name: two}}, l: [{k: x, v: 1.5}, {k: z}], m: {q: r}}}
            """;

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "1.5",
            "1e300",
            "99999999999999999999",
            "\"\"",
            "\"x\"",
            "\".a[\"",
            "[]",
            "[null]",
            "{}",
            "{\"type\":\"object\"}",
            "{\"items\":[]}",
            "[[{}]]");

    @Test
    void nothingFails() {
        Random random = new Random(20261130);
        for (int round = 0; round < ROUNDS; round++) {
            ObjectNode definition = tree(DEFINITION);
            mutate(definition, random, random.nextInt(4));
            ObjectNode object = tree(OBJECT);
            mutate(object, random, random.nextInt(4));
            String shown = round + ": " + definition + " " + object;
            assertThatCode(() -> judge(definition, object)).as(shown).doesNotThrowAnyException();
        }
    }

    private static void judge(ObjectNode definition, ObjectNode object) {
        Validation.create(Definitions.KIND, definition);
        DefinitionWarnings.of(definition);
        Definitions.KIND.rules().setDefaults(definition);
        for (JsonNode version : definition.path("spec").path("versions")) {
            Structure structure = Structure.of(version.path("schema").path("openAPIV3Schema"), 1);
            Rules rules = CustomRules.of(ObjectKey.cluster("widgets.example.com"), version, structure);
            ObjectNode old = object.deepCopy();
            structure.shape(object, new SchemaReport(List.of(), List.of(), List.of()));
            rules.setDefaults(object);
            rules.validate(Field.of(object));
            rules.validateUpdate(Field.of(object), old);
            rules.table().row(object, Instant.EPOCH);
            rules.selectables().values(object);
        }
    }

    private static void mutate(ObjectNode tree, Random random, int times) {
        for (int i = 0; i < times; i++) {
            List<JsonNode> containers = new ArrayList<>();
            collect(tree, containers);
            JsonNode value =
                    Json.parseValue(VALUES.get(random.nextInt(VALUES.size())).getBytes(StandardCharsets.UTF_8));
            switch (containers.get(random.nextInt(containers.size()))) {
                case ObjectNode object
                when !object.isEmpty() -> {
                    List<String> names = List.copyOf(object.propertyNames());
                    String name = names.get(random.nextInt(names.size()));
                    if (random.nextInt(4) == 0) {
                        object.remove(name);
                    } else {
                        object.set(name, value);
                    }
                }
                case ArrayNode array -> array.add(value);
                default -> {}
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static ObjectNode tree(String yaml) {
        return Json.parseYaml(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
