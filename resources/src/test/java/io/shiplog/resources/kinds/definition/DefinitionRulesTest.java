package io.shiplog.resources.kinds.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.validation.Validation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DefinitionRulesTest {
    private static final String SCHEMA = "{type: object, properties: {spec: {type: object}}}";

    @Test
    void takesADefinitionThatIsRight() {
        assertThat(messages(definition(SCHEMA))).isEmpty();
    }

    @Test
    void itsNameIsMadeOfWhatItDeclares() {
        ObjectNode definition = definition(SCHEMA);
        definition.withObject("/metadata").put("name", "other.example.com");
        assertThat(messages(definition))
                .containsExactly("metadata.name: Invalid value: \"other.example.com\": must be"
                        + " spec.names.plural+\".\"+spec.group");
    }

    @Test
    void exactlyOneVersionIsStored() {
        ObjectNode definition = definition(SCHEMA);
        definition.withObject("/spec/versions/0").put("storage", false);
        assertThat(messages(definition))
                .singleElement()
                .asString()
                .startsWith("spec.versions: Invalid value: ")
                .endsWith("must have exactly one version marked as storage version");
    }

    @Test
    void aSchemaIsNeeded() {
        ObjectNode definition = definition(SCHEMA);
        definition.withObject("/spec/versions/0").remove("schema");
        assertThat(messages(definition)).containsExactly("spec.versions[0].schema.openAPIV3Schema: Required value");
    }

    @Test
    void aSchemaIsStructural() {
        assertThat(messages(definition("{type: object, properties: {spec: {type: object, properties: {a: {}},"
                        + " anyOf: [{properties: {b: {type: string}}}]}}}")))
                .containsExactly(
                        "spec.validation.openAPIV3Schema.properties[spec].anyOf[0].properties[b].type: Forbidden: must be"
                                + " empty to be structural",
                        "spec.validation.openAPIV3Schema.properties[spec].properties[a].type: Required value: must not be"
                                + " empty for specified object fields",
                        "spec.validation.openAPIV3Schema.properties[spec].properties[b]: Required value: because it is"
                                + " defined in"
                                + " spec.validation.openAPIV3Schema.properties[spec].anyOf[0].properties[b]");
    }

    @Test
    void aDefaultIsAValueOfItsSchema() {
        assertThat(messages(definition("{type: object, properties: {spec: {type: object, properties:"
                        + " {a: {type: integer, default: x}, o: {type: object, default: {z: 1}}}}}}")))
                .containsExactly(
                        "spec.validation.openAPIV3Schema.properties[spec].properties[a].default: Invalid value:"
                                + " \"string\":  in body must be of type integer: \"string\"",
                        "spec.validation.openAPIV3Schema.properties[spec].properties[o].default: Invalid value:"
                                + " {\"z\":1}: must not have unknown fields");
    }

    @Test
    void keysOfAListAreThere() {
        assertThat(
                        messages(
                                definition(
                                        "{type: object, properties: {l: {type: array, x-kubernetes-list-type: map,"
                                                + " x-kubernetes-list-map-keys: [k], items: {type: object, properties: {k: {type: string}}}}}}")))
                .containsExactly("spec.validation.openAPIV3Schema.properties[l].items.properties[k].default: Required"
                        + " value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a"
                        + " required property");
    }

    @Test
    void groupsOfKubernetesNeedAnApproval() {
        ObjectNode definition = definition(SCHEMA);
        definition.withObject("/metadata").put("name", "widgets.apps.k8s.io");
        definition.withObject("/spec").put("group", "apps.k8s.io");
        assertThat(messages(definition))
                .singleElement()
                .asString()
                .startsWith("metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups");
        definition
                .withObject("/metadata/annotations")
                .put("api-approved.kubernetes.io", "https://github.com/kubernetes/kubernetes/pull/1");
        assertThat(messages(definition)).isEmpty();
    }

    @Test
    void aVersionThatWasStoredStaysAndKindAndScopeDoNotChange() {
        ObjectNode old = definition(SCHEMA);
        old.withObject("/status").putArray("storedVersions").add("v1");
        old.withObject("/status")
                .putArray("conditions")
                .addObject()
                .put("type", "Established")
                .put("status", "True");
        assertThat(changed(old, next -> next.withObject("/spec/versions/0").put("name", "v2")))
                .singleElement()
                .asString()
                .startsWith("status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions; v1 was");
        assertThat(changed(old, next -> next.withObject("/spec").put("scope", "Cluster")))
                .containsExactly("spec.scope: Invalid value: \"Cluster\": field is immutable");
        assertThat(changed(old, next -> next.withObject("/spec/names").put("kind", "Thing")))
                .contains("spec.names.kind: Invalid value: \"Thing\": field is immutable");
    }

    @Test
    void tellsWhatHasNoEffect() {
        ObjectNode definition = definition("{type: object, properties: {a: {type: string, format: odd}}}");
        assertThat(DefinitionWarnings.of(definition)).containsExactly("unrecognized format \"odd\"");
    }

    private static List<String> changed(ObjectNode old, Consumer<ObjectNode> change) {
        ObjectNode next = old.deepCopy();
        change.accept(next);
        return Validation.update(Definitions.KIND, next, old).stream()
                .map(FieldError::message)
                .toList();
    }

    private static List<String> messages(ObjectNode definition) {
        return Validation.create(Definitions.KIND, definition).stream()
                .map(FieldError::message)
                .toList();
    }

    private static ObjectNode definition(String schema) {
        return Json.parseYaml("""
                metadata: {name: widgets.example.com}
                spec:
                  group: example.com
                  scope: Namespaced
                  names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList}
                  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: %s}}]
                """.formatted(schema).getBytes(StandardCharsets.UTF_8));
    }
}
