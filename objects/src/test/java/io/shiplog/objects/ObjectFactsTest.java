package io.shiplog.objects;

import static io.shiplog.objects.Utf8.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ObjectFactsTest {
    @Test
    void readsWhatTheServerNeedsOfAnyObject() {
        ObjectFacts facts = ObjectFacts.read(utf8("""
                {"kind":"Pod","spec":{"metadata":{"labels":{"no":"no"}}},"metadata":{"resourceVersion":"1","name":"p",
                 "managedFields":[{"fieldsV1":{"f:metadata":{}}}],
                 "labels":{"app":"web","odd":null},"finalizers":["a/b","c/d"],"deletionTimestamp":"2026-01-01T00:00:00Z",
                 "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs","uid":"u1","controller":true,
                   "blockOwnerDeletion":true,"later":{}},{"apiVersion":"v1","kind":"ConfigMap","name":"c","uid":"u2"}]},
                 "status":{}}"""));
        assertThat(facts.labels()).containsExactly(java.util.Map.entry("app", "web"));
        assertThat(facts.finalizers()).containsExactly("a/b", "c/d");
        assertThat(facts.deletionTimestamp()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(facts.deleting()).isTrue();
        assertThat(facts.owners())
                .containsExactly(
                        new ObjectFacts.Owner("apps/v1", "ReplicaSet", "rs", "u1", true, true),
                        new ObjectFacts.Owner("v1", "ConfigMap", "c", "u2", false, false));
        assertThat(facts.controller()).isEqualTo(facts.owners().getFirst());
    }

    @Test
    void nullsAndAbsenceMeanNothing() {
        ObjectFacts empty = ObjectFacts.read(utf8("{\"metadata\":{}}"));
        assertThat(
                        ObjectFacts.read(
                                utf8(
                                        "{\"metadata\":{\"labels\":null,\"ownerReferences\":null,\"finalizers\":null,\"deletionTimestamp\":null}}")))
                .isEqualTo(empty);
        assertThat(ObjectFacts.read(utf8("{\"kind\":\"Status\"}"))).isEqualTo(empty);
        assertThat(empty.controller()).isNull();
        assertThat(empty.deleting()).isFalse();
    }
}
