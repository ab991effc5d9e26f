package io.shiplog.reconcilers.assignments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.resources.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class AssignmentFoldTest {
    private static final GroupResource SECRETS = GroupResource.core("secrets");

    private final StateView view = new StateView();
    private final List<String> faults = new ArrayList<>();
    private final AssignmentFold fold = fold();
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
    void assignsAgainWhenAReadinessGateOpensOrCloses() {
        String gated = pod("n1", ",\"readinessGates\":[{\"conditionType\":\"gate\"}]");
        put(Resources.PODS, "ns/a", gated);
        String open = gated.replace(
                "\"spec\"", "\"status\":{\"conditions\":[{\"type\":\"gate\",\"status\":\"True\"}]},\"spec\"");
        assertThat(put(Resources.PODS, "ns/a", open)).hasSize(1);
        assertThat(put(
                        Resources.PODS,
                        "ns/a",
                        open.replace("{\"type\"", "{\"type\":\"Ready\",\"status\":\"True\"},{\"type\"")))
                .isEmpty();
        assertThat(put(Resources.PODS, "ns/a", open.replace("True", "False"))).hasSize(1);
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
        assertThat(fold().start(view, Map.of())).extracting(Assignment::node).containsExactly("n1", "n2");
    }

    @Test
    void aStartWritesOnlyWhatDiffersFromWhatIsPublished() {
        String named = pod("n1", ",\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":\"settings\"}}]");
        put(Resources.CONFIG_MAPS, "ns/settings", "{\"metadata\":{\"resourceVersion\":\"1\"}}");
        Assignment same = put(Resources.PODS, "ns/a", named).getFirst();
        Assignment old = put(Resources.PODS, "ns/b", pod("n1", "")).getFirst();
        put(Resources.PODS, "ns/b", pod("n1", ",\"priority\":1"));
        Map<String, UUID> published = Map.of(
                same.key(),
                digest(same),
                old.key(),
                digest(old),
                "n2/gone",
                digest(old),
                "n2/unreadable",
                AssignmentDigest.of("x".getBytes(UTF_8)));
        List<Assignment> assignments = fold().start(view, published);
        assertThat(assignments)
                .extracting(Assignment::key)
                .containsExactlyInAnyOrder("n1/uid-ns/b", "n2/gone", "n2/unreadable");
        assertThat(assignments)
                .filteredOn(assignment -> assignment.value() == null)
                .hasSize(2);
    }

    @Test
    void theServicesAreThoseOfTheMomentOfTheAssignment() {
        put(Resources.SERVICES, "ns/web", service("10.96.0.9"));
        assertThat(services(put(Resources.PODS, "ns/a", pod("n1", "")))).containsExactly("10.96.0.9");
        put(Resources.SERVICES, "ns/web", service("10.96.0.10"));
        put(Resources.SERVICES, "default/kubernetes", service("10.96.0.1"));
        put(Resources.SERVICES, "other/web", service("10.96.0.11"));
        assertThat(services(put(Resources.PODS, "ns/b", pod("n1", "")))).containsExactly("10.96.0.10", "10.96.0.1");
        remove(Resources.SERVICES, "default/kubernetes");
        assertThat(services(put(Resources.PODS, "ns/c", pod("n1", "")))).containsExactly("10.96.0.10");
    }

    @Test
    void aChangeOfWhatAPodNamedIsNoMatterOnceItIsGoneOrNamesAnother() {
        put(Resources.PODS, "ns/a", naming("settings"));
        put(Resources.PODS, "ns/b", naming("settings"));
        remove(Resources.PODS, "ns/a");
        assertThat(put(Resources.CONFIG_MAPS, "ns/settings", "{\"metadata\":{}}"))
                .extracting(Assignment::podUid)
                .containsExactly("uid-ns/b");
        put(Resources.PODS, "ns/b", naming("others"));
        assertThat(put(Resources.CONFIG_MAPS, "ns/settings", "{\"metadata\":{},\"data\":{}}"))
                .isEmpty();
        assertThat(put(Resources.CONFIG_MAPS, "ns/others", "{\"metadata\":{}}")).hasSize(1);
    }

    @Test
    void aPodThatCannotBeReadIsToldOfAndStopsNoOther() {
        String unreadable = pod("n1", ",\"containers\":\"none\"");
        assertThat(put(Resources.PODS, "ns/a", unreadable)).isEmpty();
        assertThat(faults).containsExactly("pods ns/a");
        assertThat(put(Resources.PODS, "ns/b", pod("n1", ""))).hasSize(1);
        Map<String, UUID> published = Map.of("n1/uid-ns/a", UUID.randomUUID(), "n1/gone", UUID.randomUUID());
        assertThat(fold().start(view, published))
                .extracting(Assignment::key)
                .containsExactlyInAnyOrder("n1/uid-ns/b", "n1/gone");
    }

    @Test
    void putsRightWhatAnotherWroteOverAnAssignment() {
        Assignment old = put(Resources.PODS, "ns/a", pod("n1", "")).getFirst();
        Assignment right =
                put(Resources.PODS, "ns/a", pod("n1", ",\"priority\":1")).getFirst();
        assertThat(fold.overwritten(right.key(), right.value(), view))
                .as("the same content")
                .isEmpty();
        assertThat(fold.overwritten(old.key(), old.value(), view))
                .singleElement()
                .satisfies(again -> {
                    assertThat(again.key()).isEqualTo(right.key());
                    assertThat(again.value()).isEqualTo(right.value());
                });
        assertThat(fold.overwritten(old.key(), null, view)).hasSize(1);
        remove(Resources.PODS, "ns/a");
        assertThat(fold.overwritten(old.key(), old.value(), view))
                .singleElement()
                .satisfies(again -> {
                    assertThat(again.key()).isEqualTo(right.key());
                    assertThat(again.value()).isNull();
                });
        assertThat(fold.overwritten(old.key(), null, view)).isEmpty();
    }

    @Test
    void theDigestOfWhatIsPublishedIsThatOfWhatWasWritten() {
        put(
                SECRETS,
                "ns/key",
                "{\"metadata\":{\"resourceVersion\":\"1\",\"labels\":{\"resourceVersion\":\"x\"}},\"data\":{}}");
        String named = pod("n1", ",\"containers\":[{\"name\":\"c\",\"envFrom\":[{\"secretRef\":{\"name\":\"key\"}}]}]")
                .replace("\"spec\"", "\"status\":{\"phase\":\"Running\"},\"spec\"");
        Assignment written = put(Resources.PODS, "ns/a", named).getFirst();
        assertThat(fold().start(view, Map.of(written.key(), digest(written)))).isEmpty();
    }

    private AssignmentFold fold() {
        return new AssignmentFold((pod, _) -> faults.add(pod.toString()));
    }

    private static UUID digest(Assignment assignment) {
        return AssignmentDigest.of(Objects.requireNonNull(assignment.value()));
    }

    private static String naming(String configMap) {
        return pod("n1", ",\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":\"" + configMap + "\"}}]");
    }

    private static String service(String address) {
        return "{\"metadata\":{},\"spec\":{\"clusterIP\":\"" + address + "\",\"ports\":[{\"port\":80}]}}";
    }

    private static List<String> services(List<Assignment> assignments) {
        var addresses = new ArrayList<String>();
        Json.parse(Objects.requireNonNull(assignments.getFirst().value()))
                .path("services")
                .forEach(service -> addresses.add(service.path("clusterIP").asString()));
        return addresses;
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
