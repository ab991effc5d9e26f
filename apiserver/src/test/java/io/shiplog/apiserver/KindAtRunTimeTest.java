package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient.Reply;
import io.shiplog.apiserver.testkit.WatchReader;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A kind that an object of the cluster declares: served from that moment on, by a server that keeps running. */
class KindAtRunTimeTest extends ServerTest {
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String MERGE = "application/merge-patch+json";

    @Test
    void isServedWithEverythingThatAKindHasAndGoneWithItsDeclaration() {
        String shapes = "/apis/stable.example.com/v1/namespaces/default/shapes";
        assertThat(client.get(shapes).code()).isEqualTo(404);
        declare("stable.example.com", "shapes", "Shape", "Namespaced");

        assertThat(names(client.get("/apis").json().path("groups"))).contains("stable.example.com");
        JsonNode resources = client.get("/apis/stable.example.com/v1").json().path("resources");
        assertThat(names(resources)).containsExactly("shapes", "shapes/status");
        assertThat(resources.path(0).path("shortNames").path(0).asString()).isEqualTo("shp");

        Reply created = client.post(shapes, "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"sides\":0,\"loose\":1}}");
        assertThat(created.code()).as(created.text()).isEqualTo(201);
        assertThat(created.json().path("kind").asString()).isEqualTo("Shape");
        assertThat(created.json().path("spec")).hasToString("{\"sides\":0}");
        assertThat(created.json().at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(created.json().has("status")).isFalse();

        Reply patched = client.patch(shapes + "/a", MERGE, "{\"spec\":{\"sides\":4}}");
        assertThat(patched.code()).as(patched.text()).isEqualTo(200);
        assertThat(patched.json().at("/metadata/generation").asInt()).isEqualTo(2);
        assertThat(client.patch(shapes + "/a/status", MERGE, "{\"status\":{\"seen\":true},\"spec\":{\"sides\":5}}")
                        .code())
                .isEqualTo(200);
        JsonNode read = client.get(shapes + "/a").json();
        assertThat(read.at("/spec/sides").asInt()).isEqualTo(4);
        assertThat(read.at("/status/seen").asBoolean()).isTrue();

        assertThat(client.get(shapes).json().path("kind").asString()).isEqualTo("ShapeList");
        JsonNode table = client.get(shapes, "Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .json();
        assertThat(names(table.path("columnDefinitions"))).containsExactly("Name", "Age");

        assertThat(client.delete(shapes + "/a").code()).isEqualTo(200);
        String definition = DEFINITIONS + "/shapes.stable.example.com";
        assertThat(client.delete(definition).code()).isEqualTo(200);
        assertThat(client.post(shapes, "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"sides\":1}}")
                        .message())
                .contains("create not allowed while custom resource definition is terminating");
        client.patch(definition, MERGE, "{\"metadata\":{\"finalizers\":null}}");
        assertThat(client.get(shapes).code()).isEqualTo(404);
        assertThat(names(client.get("/apis").json().path("groups"))).doesNotContain("stable.example.com");
    }

    @Test
    void isWatched() {
        declare("watched.example.com", "lamps", "Lamp", "Cluster");
        String lamps = "/apis/watched.example.com/v1/lamps";
        try (WatchReader watch = WatchReader.open(client, lamps + "?watch=true")) {
            client.post(lamps, "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"sides\":1}}");
            assertThat(watch.next().shortText()).isEqualTo("ADDED a");
            client.delete(lamps + "/a");
            assertThat(watch.next().shortText()).isEqualTo("DELETED a");
        }
    }

    @Test
    void holdsItsObjectsToItsSchema() {
        declare("checked.example.com", "knobs", "Knob", "Namespaced");
        String knobs = "/apis/checked.example.com/v1/namespaces/default/knobs";
        Reply missing = client.post(knobs, "{\"metadata\":{\"name\":\"a\"},\"spec\":{}}");
        assertThat(missing.code()).isEqualTo(422);
        assertThat(missing.message()).contains("spec.sides: Required value");
        Reply wrong = client.post(knobs, "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"sides\":\"four\"}}");
        assertThat(wrong.code()).isEqualTo(422);
        assertThat(wrong.message())
                .contains(
                        "spec.sides: Invalid value: \"string\": spec.sides in body must be of type integer: \"string\"");
        assertThat(client.get(knobs + "/a").code()).isEqualTo(404);
    }

    @Test
    void refusesAnotherKindAndTellsDuplicatesFirst() {
        declare("strict.example.com", "taps", "Tap", "Namespaced");
        String taps = "/apis/strict.example.com/v1/namespaces/default/taps";
        Reply other = client.post(taps, "{\"kind\":\"Top\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"sides\":1}}");
        assertThat(other.code()).isEqualTo(422);
        assertThat(other.message()).contains("kind: Invalid value: \"Top\": must be Tap");
        Reply strict = client.post(
                taps + "?fieldValidation=Strict",
                "{\"metadata\":{\"name\":\"a\",\"odd\":1},\"spec\":{\"sides\":1,\"sides\":2,\"z\":1}}");
        assertThat(strict.code()).isEqualTo(400);
        assertThat(strict.message())
                .contains("duplicate field \"spec.sides\", unknown field \"spec.z\", unknown field \"metadata.odd\"");
    }

    @Test
    void showsADefaultThatCameLaterInWhatWasStoredBefore() {
        declare("later.example.com", "jars", "Jar", "Namespaced");
        String jars = "/apis/later.example.com/v1/namespaces/default/jars";
        client.post(jars, "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"sides\":1}}");
        String version =
                client.get(jars + "/a").json().at("/metadata/resourceVersion").asString();
        Reply changed = client.patch(
                DEFINITIONS + "/jars.later.example.com",
                "application/json-patch+json",
                "[{\"op\":\"add\",\"path\":\"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/lid\","
                        + "\"value\":{\"type\":\"string\",\"default\":\"red\"}}]");
        assertThat(changed.code()).as(changed.text()).isEqualTo(200);
        JsonNode read = client.get(jars + "/a").json();
        assertThat(read.at("/spec/lid").asString()).isEqualTo("red");
        assertThat(read.at("/metadata/resourceVersion").asString()).isEqualTo(version);
        assertThat(client.get(jars).json().at("/items/0/spec/lid").asString()).isEqualTo("red");
    }

    @Test
    void eachVersionHasItsOwnDefaultsAndOneIsStored() {
        Reply declared = client.post(DEFINITIONS, """
                {"metadata":{"name":"pens.two.example.com"},"spec":{"group":"two.example.com","scope":"Namespaced",
                 "names":{"plural":"pens","kind":"Pen"},"versions":[
                  {"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{
                    "spec":{"type":"object","properties":{"ink":{"type":"string","default":"blue"}}}}}}},
                  {"name":"v1beta1","served":true,"storage":false,"deprecated":true,
                   "schema":{"openAPIV3Schema":{"type":"object","properties":{
                    "spec":{"type":"object","properties":{"old":{"type":"string","default":"yes"}}}}}}}]}}
                """);
        assertThat(declared.code()).as(declared.text()).isEqualTo(201);
        String beta = "/apis/two.example.com/v1beta1/namespaces/default/pens";
        Reply made = client.post(beta, "{\"metadata\":{\"name\":\"a\"},\"spec\":{}}");
        assertThat(made.json().path("spec")).hasToString("{\"old\":\"yes\"}");
        assertThat(made.header("warning"))
                .containsExactly("299 - \"two.example.com/v1beta1 Pen is deprecated; use two.example.com/v1 Pen\"");
        JsonNode stored =
                client.get("/apis/two.example.com/v1/namespaces/default/pens/a").json();
        assertThat(stored.path("apiVersion").asString()).isEqualTo("two.example.com/v1");
        assertThat(stored.path("spec")).hasToString("{\"ink\":\"blue\"}");
        assertThat(client.get(beta + "/a").json().path("spec")).hasToString("{\"old\":\"yes\"}");
    }

    @Test
    void isDescribedInOpenApiFromItsDeclarationOn() {
        declare("told.example.com", "tales", "Tale", "Namespaced");
        JsonNode index = client.get("/openapi/v3").json();
        assertThat(index.path("paths").has("apis/told.example.com/v1")).isTrue();
        JsonNode document = client.get("/openapi/v3/apis/told.example.com/v1").json();
        assertThat(document.path("paths").has("/apis/told.example.com/v1/namespaces/{namespace}/tales"))
                .isTrue();
        JsonNode schemas = document.path("components").path("schemas");
        JsonNode spec =
                schemas.path("com.example.told.v1.Tale").path("properties").path("spec");
        assertThat(spec.path("properties").path("sides").path("type").asString())
                .isEqualTo("integer");
        assertThat(schemas.has("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"))
                .isTrue();
        JsonNode old = client.get("/openapi/v2").json().path("definitions").path("com.example.told.v1.Tale");
        assertThat(old.path("x-kubernetes-group-version-kind")
                        .path(0)
                        .path("kind")
                        .asString())
                .isEqualTo("Tale");
    }

    @Test
    void takesNoStrategicMergePatch() {
        declare("merged.example.com", "cups", "Cup", "Namespaced");
        String cups = "/apis/merged.example.com/v1/namespaces/default/cups";
        client.post(cups, "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"sides\":1}}");
        Reply refused = client.patch(cups + "/a", "application/strategic-merge-patch+json", "{\"spec\":{\"sides\":2}}");
        assertThat(refused.code()).isEqualTo(415);
    }

    private void declare(String group, String plural, String kind, String scope) {
        Reply declared = client.post(
                DEFINITIONS, """
                {"metadata":{"name":"%2$s.%1$s"},
                 "spec":{"group":"%1$s","scope":"%4$s","names":{"plural":"%2$s","singular":"%5$s","kind":"%3$s",
                   "listKind":"%3$sList","shortNames":["shp"]},
                  "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
                   "schema":{"openAPIV3Schema":{"type":"object","properties":{
                     "spec":{"type":"object","required":["sides"],"properties":{"sides":{"type":"integer"}}},
                     "status":{"type":"object","properties":{"seen":{"type":"boolean"}}}}}}}]}}
                """.formatted(group, plural, kind, scope, kind.toLowerCase(java.util.Locale.ROOT)));
        assertThat(declared.code()).as(declared.text()).isEqualTo(201);
    }

    private static java.util.List<String> names(JsonNode list) {
        var names = new java.util.ArrayList<String>();
        list.forEach(item -> names.add(item.path("name").asString("")));
        return names;
    }
}
