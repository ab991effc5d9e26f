package io.shiplog.resources.diff;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class FieldChangeTest {
    private static final Schema DEPLOYMENT = requireNonNull(
                    Kinds.builtIn().preferred(new GroupResource("deployments", "apps")))
            .schema();

    @Test
    void namesFieldsByTheirPathsAndItemsByTheirMergeKeys() {
        ObjectNode before = tree("""
                {"metadata":{"resourceVersion":"3","labels":{"app.kubernetes.io/name":"web"}},"spec":{"replicas":3,"template":{"spec":
                 {"containers":[{"name":"web","image":"web:1","args":["a","b"],"ports":[{"containerPort":80}]},{"name":"log","image":"log:1"}]}}}}""");
        ObjectNode after = tree("""
                {"metadata":{"resourceVersion":"4","labels":{"app.kubernetes.io/name":"shop"}},"spec":{"replicas":5,"template":{"spec":
                 {"containers":[{"name":"new","image":"new:1"},{"name":"web","image":"web:2","args":["a"],"ports":[{"containerPort":80}]}]}}}}""");
        assertThat(texts(before, after))
                .containsExactly(
                        "metadata.labels[app.kubernetes.io/name]: \"web\" → \"shop\"",
                        "spec.replicas: 3 → 5",
                        "spec.template.spec.containers[web].image: \"web:1\" → \"web:2\"",
                        "spec.template.spec.containers[web].args: [\"a\",\"b\"] → [\"a\"]",
                        "spec.template.spec.containers[log].name: \"log\" removed",
                        "spec.template.spec.containers[log].image: \"log:1\" removed",
                        "spec.template.spec.containers[new].name: \"new\"",
                        "spec.template.spec.containers[new].image: \"new:1\"");
    }

    @Test
    void itemsThatShareAKeyGoByTheirPlace() {
        ObjectNode before =
                tree("{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"a\"},{\"name\":\"a\"}]}}}}");
        assertThat(texts(null, before))
                .containsExactly(
                        "spec.template.spec.containers[0].name: \"a\"", "spec.template.spec.containers[1].name: \"a\"");
    }

    @Test
    void anUnknownSchemaIsNoTrouble() {
        assertThat(
                        FieldChange.between(
                                        tree("{\"a\":[{\"b\":1}],\"c\":{}}"),
                                        tree("{\"a\":[{\"b\":2}]}"),
                                        Schema.anything())
                                .stream()
                                .map(FieldChange::toString))
                .containsExactly("a[0].b: 1 → 2", "c: {} removed");
    }

    @Test
    void isWithinItselfAndWhatItLiesBelow() {
        FieldChange change = new FieldChange("spec.containers[web].image", null, null);
        for (String path :
                List.of("", "spec", "spec.containers", "spec.containers[web]", "spec.containers[web].image")) {
            assertThat(change.isWithin(path)).as(path).isTrue();
        }
        for (String path : List.of("sp", "spec.con", "status", "spec.containers[web].image.x")) {
            assertThat(change.isWithin(path)).as(path).isFalse();
        }
    }

    @Test
    void blameStaysWithWhoeverGaveAFieldItsValue() {
        FieldBlame<String> blame = new FieldBlame<>(DEPLOYMENT);
        blame.next(tree("{\"spec\":{\"replicas\":1,\"paused\":true}}"), null);
        blame.next(tree("{\"spec\":{\"replicas\":2,\"paused\":true}}"), "alice");
        blame.next(tree("{\"spec\":{\"replicas\":2,\"minReadySeconds\":3,\"paused\":true}}"), "bob");
        blame.next(tree("{\"spec\":{\"replicas\":2,\"minReadySeconds\":3}}"), "carol");
        assertThat(blame.fields().keySet()).containsExactly("spec.replicas", "spec.minReadySeconds");
        assertThat(requireNonNull(blame.fields().get("spec.replicas")).by()).isEqualTo("alice");
        assertThat(requireNonNull(blame.fields().get("spec.minReadySeconds")).by())
                .isEqualTo("bob");
        blame.next(null, "dave");
        assertThat(blame.fields()).isEmpty();
        blame.next(tree("{\"spec\":{\"replicas\":2}}"), "erin");
        assertThat(requireNonNull(blame.fields().get("spec.replicas")).by()).isEqualTo("erin");
    }

    private static List<String> texts(ObjectNode before, ObjectNode after) {
        return FieldChange.between(before, after, DEPLOYMENT).stream()
                .map(FieldChange::toString)
                .toList();
    }

    private static ObjectNode tree(String json) {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
