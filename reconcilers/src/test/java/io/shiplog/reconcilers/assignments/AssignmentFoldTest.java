package io.shiplog.reconcilers.assignments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.Change;
import io.shiplog.journal.GroupResource;
import io.shiplog.journal.ObjectKey;
import io.shiplog.journal.Write;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.resources.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class AssignmentFoldTest {
    private static final GroupResource SECRETS = GroupResource.core("secrets");

    private final StateView view = new StateView();
    private final AssignmentFold fold = new AssignmentFold();
    private long resourceVersion;

    @Test
    void assignsNothingBeforeAPodIsBound() {
        assertThat(put(Resources.PODS, "ns/a", pod("", ""))).isEmpty();
    }

    @Test
    void assignsABoundPodWithWhatItNames() {
        put(Resources.CONFIG_MAPS, "ns/settings", "{\"metadata\":{},\"data\":{\"k\":\"v\"}}");
        put(Resources.CONFIG_MAPS, "ns/other", "{\"metadata\":{}}");
        put(SECRETS, "ns/pull", "{\"metadata\":{}}");
        put(
                Resources.SERVICES,
                "ns/web",
                "{\"metadata\":{},\"spec\":{\"clusterIP\":\"10.96.0.9\",\"ports\":[{\"port\":80}]}}");
        put(Resources.SERVICES, "ns/headless", "{\"metadata\":{},\"spec\":{\"clusterIP\":\"None\"}}");
        put(Resources.SERVICES, "default/kubernetes", "{\"metadata\":{},\"spec\":{\"clusterIP\":\"10.96.0.1\"}}");
        List<Assignment> assignments = put(Resources.PODS, "ns/a", pod("n1", """
                        ,"volumes":[{"name":"v","configMap":{"name":"settings"}}],"imagePullSecrets":[{"name":"pull"}],
                        "containers":[{"name":"c","envFrom":[{"configMapRef":{"name":"absent"}}]}]"""));
        assertThat(assignments).singleElement().satisfies(assignment -> {
            assertThat(assignment.key()).isEqualTo("n1/uid-ns/a");
            ObjectNode json = Json.parse(Objects.requireNonNull(assignment.value()));
            assertThat(json.path("v").asInt()).isEqualTo(1);
            assertThat(json.path("node").asString()).isEqualTo("n1");
            assertThat(json.path("pod").path("spec").path("nodeName").asString())
                    .isEqualTo("n1");
            assertThat(json.path("configMaps").propertyNames()).containsExactly("settings");
            assertThat(json.path("configMaps")
                            .path("settings")
                            .path("data")
                            .path("k")
                            .asString())
                    .isEqualTo("v");
            assertThat(json.path("secrets").propertyNames()).containsExactly("pull");
            assertThat(json.path("services").toString())
                    .isEqualTo(
                            "[{\"name\":\"web\",\"namespace\":\"ns\",\"clusterIP\":\"10.96.0.9\",\"ports\":[{\"port\":80}]},"
                                    + "{\"name\":\"kubernetes\",\"namespace\":\"default\",\"clusterIP\":\"10.96.0.1\",\"ports\":[]}]");
        });
    }

    @Test
    void doesNotAssignAgainForAStatus() {
        put(Resources.PODS, "ns/a", pod("n1", ""));
        assertThat(put(
                        Resources.PODS,
                        "ns/a",
                        pod("n1", "").replace("\"spec\"", "\"status\":{\"phase\":\"Running\"},\"spec\"")))
                .isEmpty();
    }

    @Test
    void assignsAgainWhenThePodIsBeingDeleted() {
        put(Resources.PODS, "ns/a", pod("n1", ""));
        String deleting = pod("n1", "")
                .replace("\"metadata\":{", "\"metadata\":{\"deletionTimestamp\":\"2030-01-01T00:00:00Z\",");
        assertThat(put(Resources.PODS, "ns/a", deleting)).hasSize(1);
    }

    @Test
    void assignsAgainWhenAConfigMapThatThePodNamesAppearsChangesOrGoes() {
        put(Resources.PODS, "ns/a", pod("n1", ",\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":\"settings\"}}]"));
        assertThat(put(Resources.CONFIG_MAPS, "ns/settings", "{\"metadata\":{}}"))
                .hasSize(1);
        assertThat(put(Resources.CONFIG_MAPS, "ns/settings", "{\"metadata\":{},\"data\":{}}"))
                .hasSize(1);
        assertThat(put(Resources.CONFIG_MAPS, "ns/unnamed", "{\"metadata\":{}}"))
                .isEmpty();
        assertThat(put(Resources.CONFIG_MAPS, "other/settings", "{\"metadata\":{}}"))
                .isEmpty();
        assertThat(remove(Resources.CONFIG_MAPS, "ns/settings")).hasSize(1);
    }

    @Test
    void withdrawsAPodThatIsGone() {
        put(Resources.PODS, "ns/a", pod("n1", ""));
        assertThat(remove(Resources.PODS, "ns/a")).singleElement().satisfies(assignment -> {
            assertThat(assignment.key()).isEqualTo("n1/uid-ns/a");
            assertThat(assignment.value()).isNull();
        });
    }

    @Test
    void withdrawsTheOldPodWhenOneOfTheSameNameTakesItsPlace() {
        put(Resources.PODS, "ns/a", pod("n1", ""));
        var reborn = new StateRecord(
                Resources.PODS,
                ObjectKey.parse("ns/a"),
                "second",
                ++resourceVersion,
                "p",
                pod("n1", "").getBytes(UTF_8));
        assertThat(apply(reborn)).extracting(Assignment::key).containsExactly("n1/uid-ns/a", "n1/second");
    }

    @Test
    void aStartAssignsEverythingThatIsConfirmed() {
        put(Resources.PODS, "ns/a", pod("n1", ""));
        put(Resources.PODS, "ns/b", pod("n2", ""));
        var key = ObjectKey.parse("ns/c");
        view.assume(
                "p",
                List.of(Write.create(Resources.PODS, key, "u", pod("n3", "").getBytes(UTF_8))),
                Instant.EPOCH);
        assertThat(new AssignmentFold().start(view, Map.of()))
                .extracting(Assignment::node)
                .containsExactly("n1", "n2");
    }

    @Test
    void aStartWritesOnlyWhatDiffersFromWhatIsPublished() {
        String named = pod("n1", ",\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":\"settings\"}}]");
        put(Resources.CONFIG_MAPS, "ns/settings", "{\"metadata\":{\"resourceVersion\":\"1\"}}");
        Assignment same = put(Resources.PODS, "ns/a", named).getFirst();
        Assignment old = put(Resources.PODS, "ns/b", pod("n1", "")).getFirst();
        put(Resources.PODS, "ns/b", pod("n1", ",\"priority\":1"));
        Map<String, byte[]> published = Map.of(
                same.key(),
                Objects.requireNonNull(same.value()),
                old.key(),
                Objects.requireNonNull(old.value()),
                "n2/gone",
                Objects.requireNonNull(old.value()),
                "n2/unreadable",
                "x".getBytes(UTF_8));
        List<Assignment> assignments = new AssignmentFold().start(view, published);
        assertThat(assignments)
                .extracting(Assignment::key)
                .containsExactlyInAnyOrder("n1/uid-ns/b", "n2/gone", "n2/unreadable");
        assertThat(assignments)
                .filteredOn(assignment -> assignment.value() == null)
                .hasSize(2);
    }

    private static String pod(String node, String more) {
        return "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"nodeName\":\"" + node + "\"" + more + "}}";
    }

    private List<Assignment> put(GroupResource resource, String key, String json) {
        return apply(new StateRecord(
                resource, ObjectKey.parse(key), "uid-" + key, ++resourceVersion, "p", json.getBytes(UTF_8)));
    }

    private List<Assignment> remove(GroupResource resource, String key) {
        return apply(new StateRecord(resource, ObjectKey.parse(key), "uid-" + key, ++resourceVersion, "p", null));
    }

    private List<Assignment> apply(StateRecord record) {
        Change change = view.apply(record);
        return change == null ? List.of() : fold.changed(change, view);
    }
}
