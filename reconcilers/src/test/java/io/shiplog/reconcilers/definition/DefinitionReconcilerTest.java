package io.shiplog.reconcilers.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.kinds.definition.Definitions;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DefinitionReconcilerTest {
    private static final GroupResource DEFINITIONS = Definitions.KIND.resource();
    private static final GroupResource WIDGETS = new GroupResource("widgets", "example.com");

    private final World world = new World(1, new DefinitionReconciler());

    @Test
    void givesADefinitionItsNamesAndEstablishesIt() {
        declare("widgets", "Widget", "w");
        world.settle();
        assertThat(reason("widgets", "NamesAccepted")).isEqualTo("NoConflicts");
        assertThat(reason("widgets", "Established")).isEqualTo("InitialNamesAccepted");
        assertThat(status("widgets").path("acceptedNames").path("shortNames")).hasToString("[\"w\"]");
        assertThat(status("widgets").path("storedVersions")).hasToString("[\"v1\"]");
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void leavesAKindToTheDefinitionThatHadItAndPassesItOnWhenThatGoes() {
        declare("widgets", "Widget", "w");
        world.settle();
        declare("others", "Widget", "o");
        world.settle();
        assertThat(reason("others", "NamesAccepted")).isEqualTo("ListKindConflict");
        assertThat(reason("others", "Established")).isEqualTo("NotAccepted");
        world.delete(DEFINITIONS, "widgets.example.com");
        world.settle();
        world.advance(DefinitionReconciler.GRACE);
        world.settle();
        assertThat(reason("others", "Established")).isEqualTo("InitialNamesAccepted");
    }

    @Test
    void anEstablishedDefinitionThatWantsATakenShortNameKeepsItsOldOnes() {
        declare("widgets", "Widget", "w");
        declare("lamps", "Lamp", "l");
        world.settle();
        world.edit(
                DEFINITIONS,
                "lamps.example.com",
                json -> Draft.object(Draft.object(json, "spec"), "names")
                        .putArray("shortNames")
                        .add("w"));
        world.settle();
        assertThat(reason("lamps", "NamesAccepted")).isEqualTo("ShortNamesConflict");
        assertThat(reason("lamps", "Established")).isEqualTo("InitialNamesAccepted");
        assertThat(status("lamps").path("acceptedNames").path("shortNames")).hasToString("[\"l\"]");
    }

    @Test
    void deletesTheObjectsOfADefinitionBeforeItself() {
        declare("widgets", "Widget", "w");
        world.settle();
        ObjectNode held = Manifests.parse("""
                {"kind":"Widget","apiVersion":"example.com/v1",
                 "metadata":{"name":"held","namespace":"default","finalizers":["example.com/f"]}}""");
        world.create(WIDGETS, held);
        world.create(WIDGETS, Manifests.parse("""
                {"kind":"Widget","apiVersion":"example.com/v1","metadata":{"name":"free","namespace":"default"}}"""));
        world.delete(DEFINITIONS, "widgets.example.com");
        world.settle();
        world.advance(Duration.ofMinutes(1));
        world.settle();
        assertThat(world.list(WIDGETS)).hasSize(1);
        assertThat(reason("widgets", "Terminating")).isEqualTo("InstanceDeletionInProgress");
        world.edit(
                WIDGETS, "default/held", json -> Draft.object(json, "metadata").remove("finalizers"));
        world.delete(WIDGETS, "default/held");
        world.settle();
        assertThat(world.list(WIDGETS)).isEmpty();
        assertThat(world.list(DEFINITIONS)).isEmpty();
    }

    private void declare(String plural, String kind, String shortName) {
        world.create(DEFINITIONS, Manifests.parse("""
                {"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1",
                 "metadata":{"name":"%1$s.example.com"},
                 "spec":{"group":"example.com","scope":"Namespaced",
                  "names":{"plural":"%1$s","singular":"%4$s","kind":"%2$s","listKind":"%2$sList","shortNames":["%3$s"]},
                  "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}
                """.formatted(plural, kind, shortName, plural + "s")));
    }

    private ObjectNode status(String plural) {
        return Draft.object(world.json(DEFINITIONS, plural + ".example.com"), "status");
    }

    private String reason(String plural, String type) {
        ObjectNode condition = StatusConditions.find(status(plural), type);
        return condition == null ? "" : condition.path("reason").asString();
    }
}
