package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient.Reply;
import org.junit.jupiter.api.Test;

/** Server-side apply as a client sees it: who owns what, and what becomes of it (seen with kube-apiserver v1.34.2). */
class ServerSideApplyTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps/";
    private static final String SERVICES = "/api/v1/namespaces/default/services/";
    private static final String APPLY = "application/apply-patch+yaml";

    private Reply apply(String name, String manager, String data) {
        return client.patch(
                MAPS + name + "?fieldManager=" + manager,
                APPLY,
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}, data: {" + data + "}}");
    }

    @Test
    void createsWhatIsNotThereAndOwnsWhatItNames() {
        Reply created = apply("made", "one", "a: x, b: w");
        assertThat(created.code()).as(created.text()).isEqualTo(201);
        assertThat(created.json().at("/metadata/managedFields/0/fieldsV1").toString())
                .isEqualTo("{\"f:data\":{\"f:a\":{},\"f:b\":{}}}");
        assertThat(created.json().at("/metadata/managedFields/0/operation").asString())
                .isEqualTo("Apply");
        Reply again = apply("made", "one", "a: x, b: w");
        assertThat(again.json()).isEqualTo(created.json());
    }

    @Test
    void removesWhatItsOnlyOwnerNoLongerNames() {
        apply("shrinks", "one", "a: x, b: w, c: z");
        apply("shrinks", "two", "b: w");
        assertThat(apply("shrinks", "one", "a: x").json().path("data").toString())
                .isEqualTo("{\"a\":\"x\",\"b\":\"w\"}");
    }

    @Test
    void refusesToTakeWhatOthersOwnUnlessForced() {
        apply("fought", "one", "j: x, k: w");
        Reply conflict = apply("fought", "two", "j: z, k: z");
        assertThat(conflict.code()).isEqualTo(409);
        assertThat(conflict.message())
                .isEqualTo("Apply failed with 2 conflicts: conflicts with \"one\":\n- .data.j\n- .data.k");
        assertThat(conflict.json().at("/details/causes/0").toString())
                .isEqualTo("{\"reason\":\"FieldManagerConflict\",\"message\":\"conflict with \\\"one\\\"\","
                        + "\"field\":\".data.j\"}");
        Reply forced = apply("fought", "two&force=true", "j: z, k: z");
        assertThat(forced.json().path("data").toString()).isEqualTo("{\"j\":\"z\",\"k\":\"z\"}");
        assertThat(forced.json().at("/metadata/managedFields").size()).isEqualTo(1);
    }

    @Test
    void recordsWhatOtherWritesTakeFromAnApplier() {
        apply("edited", "one", "a: x, b: w");
        client.patch(MAPS + "edited?fieldManager=hand", "application/merge-patch+json", "{\"data\":{\"a\":\"new\"}}");
        assertThat(apply("edited", "one", "a: x, b: w").message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"hand\" using v1: .data.a");
    }

    @Test
    void ownsWhatWasThereBeforeTheFirstApplyInNobodysName() {
        client.post(MAPS.substring(0, MAPS.length() - 1), "{\"metadata\":{\"name\":\"old\"},\"data\":{\"a\":\"x\"}}");
        assertThat(apply("old", "one", "a: w").message()).contains("\"before-first-apply\" using v1: .data.a");
    }

    @Test
    void mergesKeyedListsByTheirKeys() {
        String head = "{apiVersion: v1, kind: Service, metadata: {name: keyed}, spec: {ports: [";
        client.patch(
                SERVICES + "keyed?fieldManager=one", APPLY, head + "{name: a, port: 80}, {name: b, port: 8080}]}}");
        Reply more = client.patch(SERVICES + "keyed?fieldManager=two", APPLY, head + "{name: c, port: 443}]}}");
        assertThat(more.code()).as(more.text()).isEqualTo(200);
        assertThat(more.json().at("/spec/ports").size()).isEqualTo(3);
        Reply less = client.patch(SERVICES + "keyed?fieldManager=one", APPLY, head + "{name: b, port: 8080}]}}");
        assertThat(less.json()
                        .at("/spec/ports")
                        .valueStream()
                        .map(port -> port.path("name").asString()))
                .containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void refusesWhatCannotBeApplied() {
        assertThat(client.patch(MAPS + "x", APPLY, "{apiVersion: v1, kind: ConfigMap}")
                        .code())
                .isEqualTo(422);
        assertThat(apply("x", "m".repeat(129), "").code()).isEqualTo(422);
        assertThat(client.patch(
                                MAPS + "x?fieldManager=a",
                                APPLY,
                                "{apiVersion: v1, kind: ConfigMap, metadata: {name: x, managedFields: []}}")
                        .message())
                .isEqualTo("metadata.managedFields must be nil");
        assertThat(client.patch(MAPS + "x?fieldManager=a", APPLY, "{apiVersion: v1, kind: ConfigMap, dat: {}}")
                        .code())
                .isEqualTo(400);
    }
}
