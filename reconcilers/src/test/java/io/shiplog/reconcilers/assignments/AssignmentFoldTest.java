package io.shiplog.reconcilers.assignments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.codec.AssignedPod;
import io.shiplog.journal.codec.AssignedService;
import io.shiplog.journal.codec.AssignmentCodec;
import io.shiplog.journal.codec.AssignmentKey;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.feeds.FeedRecord;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.config.Configuration;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.service.Services;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AssignmentFoldTest {
    private static final GroupResource SECRETS = GroupResource.core("secrets");
    private static final String SECRET = ",\"imagePullSecrets\":[{\"name\":\"key\"}]";

    private final StateView view = new StateView();
    private final List<String> faults = new ArrayList<>();
    private final AssignmentFold fold = fold();
    private long resourceVersion;

    @Test
    void assignsNothingBeforeAPodIsBound() {
        assertThat(put(Pods.RESOURCE, "ns/a", pod("", ""))).isEmpty();
    }

    @Test
    void assignsABoundPodWithWhatItNames() {
        put(Configuration.CONFIG_MAPS.resource(), "ns/settings", "{\"metadata\":{},\"data\":{\"k\":\"v\"}}");
        put(Configuration.CONFIG_MAPS.resource(), "ns/other", "{\"metadata\":{}}");
        put(SECRETS, "ns/pull", "{\"metadata\":{}}");
        put(
                Services.RESOURCE,
                "ns/web",
                "{\"metadata\":{},\"spec\":{\"clusterIP\":\"10.96.0.9\",\"ports\":[{\"port\":80}]}}");
        put(Services.RESOURCE, "ns/headless", "{\"metadata\":{},\"spec\":{\"clusterIP\":\"None\"}}");
        put(Services.RESOURCE, "default/kubernetes", "{\"metadata\":{},\"spec\":{\"clusterIP\":\"10.96.0.1\"}}");
        List<FeedRecord> records = put(Pods.RESOURCE, "ns/a", pod("n1", """
                        ,"volumes":[{"name":"v","configMap":{"name":"settings"}}],"imagePullSecrets":[{"name":"pull"}],
                        "containers":[{"name":"c","envFrom":[{"configMapRef":{"name":"absent"}}]}]"""));
        assertThat(print(records))
                .as("what the pod names comes before it")
                .containsExactly(
                        "n1/configmaps/ns/absent missing",
                        "n1/configmaps/ns/settings {\"metadata\":{},\"data\":{\"k\":\"v\"}}",
                        "n1/secrets/ns/pull {\"metadata\":{}}",
                        "n1/uid-ns-a");
        AssignedPod assigned =
                AssignmentCodec.readPod(Objects.requireNonNull(records.getLast().value()));
        assertThat(assigned.node()).isEqualTo("n1");
        assertThat(Json.parse(assigned.pod()).path("spec").path("nodeName").asString())
                .isEqualTo("n1");
        assertThat(assigned.configMaps()).extracting(AssignedPod.Named::name).containsExactly("absent", "settings");
        assertThat(assigned.secrets()).extracting(AssignedPod.Named::name).containsExactly("pull");
        assertThat(assigned.services())
                .containsExactly(
                        new AssignedService("ns", "web", "10.96.0.9", List.of(new AssignedService.Port("", 80, "TCP"))),
                        new AssignedService("default", "kubernetes", "10.96.0.1", List.of()));
    }

    @Test
    void doesNotAssignAgainForAStatus() {
        put(Pods.RESOURCE, "ns/a", pod("n1", ""));
        assertThat(put(
                        Pods.RESOURCE,
                        "ns/a",
                        pod("n1", "").replace("\"spec\"", "\"status\":{\"phase\":\"Running\"},\"spec\"")))
                .isEmpty();
    }

    @Test
    void assignsAgainWhenAReadinessGateOpensOrCloses() {
        String gated = pod("n1", ",\"readinessGates\":[{\"conditionType\":\"gate\"}]");
        put(Pods.RESOURCE, "ns/a", gated);
        String open = gated.replace(
                "\"spec\"", "\"status\":{\"conditions\":[{\"type\":\"gate\",\"status\":\"True\"}]},\"spec\"");
        assertThat(put(Pods.RESOURCE, "ns/a", open)).hasSize(1);
        assertThat(put(
                        Pods.RESOURCE,
                        "ns/a",
                        open.replace("{\"type\"", "{\"type\":\"Ready\",\"status\":\"True\"},{\"type\"")))
                .isEmpty();
        assertThat(put(Pods.RESOURCE, "ns/a", open.replace("True", "False"))).hasSize(1);
    }

    @Test
    void assignsAgainWhenThePodIsBeingDeleted() {
        put(Pods.RESOURCE, "ns/a", pod("n1", ""));
        String deleting = pod("n1", "")
                .replace("\"metadata\":{", "\"metadata\":{\"deletionTimestamp\":\"2030-01-01T00:00:00Z\",");
        assertThat(put(Pods.RESOURCE, "ns/a", deleting)).hasSize(1);
    }

    @Test
    void anObjectIsWrittenOnceForEachNodeThatNamesItHoweverManyPodsDo() {
        put(SECRETS, "ns/key", "{\"metadata\":{}}");
        assertThat(print(put(Pods.RESOURCE, "ns/a", pod("n1", SECRET)))).hasSize(2);
        assertThat(print(put(Pods.RESOURCE, "ns/b", pod("n1", SECRET)))).containsExactly("n1/uid-ns-b");
        assertThat(print(put(Pods.RESOURCE, "ns/c", pod("n2", SECRET))))
                .containsExactly("n2/secrets/ns/key {\"metadata\":{}}", "n2/uid-ns-c");
        assertThat(print(put(SECRETS, "ns/key", "{\"metadata\":{},\"data\":{}}")))
                .as("a change of it is a matter of its own records")
                .containsExactlyInAnyOrder(
                        "n1/secrets/ns/key {\"metadata\":{},\"data\":{}}",
                        "n2/secrets/ns/key {\"metadata\":{},\"data\":{}}");
        assertThat(print(remove(Pods.RESOURCE, "ns/a"))).containsExactly("n1/uid-ns-a gone");
        assertThat(print(remove(Pods.RESOURCE, "ns/b"))).containsExactly("n1/uid-ns-b gone", "n1/secrets/ns/key gone");
    }

    @Test
    void anObjectThatPodsNameIsTheirNodesAffairWhetherItIsThereOrNot() {
        assertThat(print(put(Pods.RESOURCE, "ns/a", naming("settings"))))
                .containsExactly("n1/configmaps/ns/settings missing", "n1/uid-ns-a");
        assertThat(print(put(Configuration.CONFIG_MAPS.resource(), "ns/settings", "{\"metadata\":{}}")))
                .containsExactly("n1/configmaps/ns/settings {\"metadata\":{}}");
        assertThat(put(Configuration.CONFIG_MAPS.resource(), "ns/unnamed", "{\"metadata\":{}}"))
                .isEmpty();
        assertThat(put(Configuration.CONFIG_MAPS.resource(), "other/settings", "{\"metadata\":{}}"))
                .isEmpty();
        assertThat(print(remove(Configuration.CONFIG_MAPS.resource(), "ns/settings")))
                .containsExactly("n1/configmaps/ns/settings missing");
    }

    /**
     * Any order of the same changes ends in the same records: each object once for each node that names it, and no
     * other.
     */
    @Test
    void anyOrderOfChangesEndsInTheSameRecords() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var history = new History(random);
            Map<String, String> once = history.records(new Random(seed));
            assertThat(history.records(new Random(seed + 1)))
                    .as("seed %d", seed)
                    .isEqualTo(once);
            assertThat(once.keySet()).as("seed %d", seed).isEqualTo(history.wanted());
        }
    }

    @Test
    void withdrawsAPodThatIsGone() {
        put(Pods.RESOURCE, "ns/a", pod("n1", ""));
        assertThat(print(remove(Pods.RESOURCE, "ns/a"))).containsExactly("n1/uid-ns-a gone");
    }

    @Test
    void withdrawsTheOldPodWhenOneOfTheSameNameTakesItsPlace() {
        put(Pods.RESOURCE, "ns/a", pod("n1", ""));
        var reborn = new StateRecord(
                Pods.RESOURCE,
                ObjectKey.parse("ns/a"),
                "second",
                ++resourceVersion,
                "p",
                pod("n1", "").getBytes(UTF_8));
        assertThat(apply(reborn)).extracting(FeedRecord::key).containsExactly("n1/uid-ns-a", "n1/second");
    }

    @Test
    void aStartAssignsEverythingThatIsConfirmed() {
        put(Pods.RESOURCE, "ns/a", pod("n1", ""));
        put(Pods.RESOURCE, "ns/b", pod("n2", ""));
        var key = ObjectKey.parse("ns/c");
        view.assume(
                "p", List.of(Write.create(Pods.RESOURCE, key, "u", pod("n3", "").getBytes(UTF_8))), Instant.EPOCH);
        assertThat(fold().start(view, Map.of()))
                .extracting(FeedRecord::key)
                .containsExactly("n1/uid-ns-a", "n2/uid-ns-b");
    }

    @Test
    void aStartWritesOnlyWhatDiffersFromWhatIsPublished() {
        put(Configuration.CONFIG_MAPS.resource(), "ns/settings", "{\"metadata\":{\"resourceVersion\":\"1\"}}");
        put(SECRETS, "ns/key", "{\"metadata\":{\"resourceVersion\":\"2\"}}");
        List<FeedRecord> same = put(Pods.RESOURCE, "ns/a", naming("settings"));
        List<FeedRecord> old = put(Pods.RESOURCE, "ns/b", pod("n1", SECRET));
        put(Pods.RESOURCE, "ns/b", pod("n1", SECRET + ",\"priority\":1"));
        put(SECRETS, "ns/key", "{\"metadata\":{\"resourceVersion\":\"3\"}}");
        var published = new HashMap<String, UUID>();
        same.forEach(record -> published.put(record.key(), digest(record)));
        old.forEach(record -> published.put(record.key(), digest(record)));
        published.put("n2/gone", UUID.randomUUID());
        published.put("n2/secrets/ns/key", UUID.randomUUID());
        assertThat(fold().start(view, published))
                .extracting(record -> record.key() + (record.value() == null ? " gone" : ""))
                .containsExactlyInAnyOrder(
                        "n1/uid-ns-b", "n1/secrets/ns/key", "n2/gone gone", "n2/secrets/ns/key gone");
    }

    @Test
    void aStartWritesAgainWhatIsOfAnEarlierFormat() {
        put(Pods.RESOURCE, "ns/a", pod("n1", ""));
        byte[] earlier = ("{\"v\":1,\"node\":\"n1\",\"pod\":" + pod("n1", "")
                        + ",\"configMaps\":{},\"secrets\":{},\"services\":[]}")
                .getBytes(UTF_8);
        assertThat(fold().start(view, Map.of("n1/uid-ns-a", AssignmentFold.digest("n1/uid-ns-a", earlier))))
                .extracting(FeedRecord::key)
                .containsExactly("n1/uid-ns-a");
    }

    @Test
    void theServicesAreThoseOfTheMomentOfTheAssignment() {
        put(Services.RESOURCE, "ns/web", service("10.96.0.9"));
        assertThat(services(put(Pods.RESOURCE, "ns/a", pod("n1", "")))).containsExactly("10.96.0.9");
        put(Services.RESOURCE, "ns/web", service("10.96.0.10"));
        put(Services.RESOURCE, "default/kubernetes", service("10.96.0.1"));
        put(Services.RESOURCE, "other/web", service("10.96.0.11"));
        assertThat(services(put(Pods.RESOURCE, "ns/b", pod("n1", "")))).containsExactly("10.96.0.10", "10.96.0.1");
        remove(Services.RESOURCE, "default/kubernetes");
        assertThat(services(put(Pods.RESOURCE, "ns/c", pod("n1", "")))).containsExactly("10.96.0.10");
    }

    @Test
    void aPodThatNamesAnotherObjectLeavesTheFirstBehind() {
        put(Pods.RESOURCE, "ns/b", naming("settings"));
        assertThat(print(put(Pods.RESOURCE, "ns/b", naming("others"))))
                .containsExactly("n1/configmaps/ns/others missing", "n1/uid-ns-b", "n1/configmaps/ns/settings gone");
        assertThat(put(Configuration.CONFIG_MAPS.resource(), "ns/settings", "{\"metadata\":{}}"))
                .isEmpty();
        assertThat(put(Configuration.CONFIG_MAPS.resource(), "ns/others", "{\"metadata\":{}}"))
                .hasSize(1);
    }

    @Test
    void aPodThatCannotBeReadIsToldOfAndStopsNoOther() {
        String unreadable = pod("n1", ",\"priority\":none");
        assertThat(put(Pods.RESOURCE, "ns/a", unreadable)).isEmpty();
        assertThat(faults).containsExactly("pods ns/a");
        assertThat(put(Pods.RESOURCE, "ns/b", pod("n1", ""))).hasSize(1);
        Map<String, UUID> published = Map.of(
                "n1/uid-ns-a", UUID.randomUUID(), "n1/secrets/ns/its", UUID.randomUUID(), "n1/gone", UUID.randomUUID());
        assertThat(fold().start(view, published))
                .extracting(FeedRecord::key)
                .containsExactlyInAnyOrder("n1/uid-ns-b", "n1/gone");
    }

    @Test
    void putsRightWhatAnotherWroteOverAnAssignment() {
        FeedRecord old = put(Pods.RESOURCE, "ns/a", pod("n1", "")).getFirst();
        FeedRecord right =
                put(Pods.RESOURCE, "ns/a", pod("n1", ",\"priority\":1")).getFirst();
        assertThat(fold.overwritten(right.key(), right.value(), view))
                .as("the same content")
                .isEmpty();
        assertThat(fold.overwritten(old.key(), old.value(), view))
                .singleElement()
                .satisfies(again -> assertThat(again.value()).isEqualTo(right.value()));
        assertThat(fold.overwritten(old.key(), null, view)).hasSize(1);
        remove(Pods.RESOURCE, "ns/a");
        assertThat(print(fold.overwritten(old.key(), old.value(), view))).containsExactly("n1/uid-ns-a gone");
        assertThat(fold.overwritten(old.key(), null, view)).isEmpty();
    }

    @Test
    void putsRightWhatAnotherWroteOverAnObjectThatPodsName() {
        put(SECRETS, "ns/key", "{\"metadata\":{}}");
        FeedRecord old = put(Pods.RESOURCE, "ns/a", pod("n1", SECRET)).getFirst();
        FeedRecord right =
                put(SECRETS, "ns/key", "{\"metadata\":{},\"data\":{}}").getFirst();
        assertThat(fold.overwritten(right.key(), right.value(), view)).isEmpty();
        assertThat(fold.overwritten(old.key(), old.value(), view))
                .singleElement()
                .satisfies(again -> assertThat(again.value()).isEqualTo(right.value()));
        assertThat(fold.overwritten(old.key(), null, view)).hasSize(1);
        remove(Pods.RESOURCE, "ns/a");
        assertThat(print(fold.overwritten(old.key(), old.value(), view))).containsExactly("n1/secrets/ns/key gone");
    }

    @Test
    void aStartAfterWhatWasWrittenWritesNothing() {
        put(SECRETS, "ns/key", "{\"metadata\":{\"resourceVersion\":\"1\"},\"data\":{}}");
        var published = new HashMap<String, UUID>();
        put(Pods.RESOURCE, "ns/a", pod("n1", SECRET).replace("\"spec\"", "\"status\":{\"phase\":\"Running\"},\"spec\""))
                .forEach(record -> published.put(record.key(), digest(record)));
        assertThat(fold().start(view, published)).isEmpty();
    }

    /**
     * Some changes of pods of three nodes and of what they name, each key's in an order that any order of all keeps.
     */
    private static final class History {
        private final List<List<StateRecord>> keys = new ArrayList<>();

        History(Random random) {
            long version = 0;
            for (int i = 0; i < 4; i++) {
                var changes = new ArrayList<StateRecord>();
                for (int change = random.nextInt(3); change >= 0; change--) {
                    String json = random.nextInt(4) == 0 ? null : "{\"metadata\":{\"name\":\"" + ++version + "\"}}";
                    changes.add(record(
                            i < 2 ? SECRETS : Configuration.CONFIG_MAPS.resource(),
                            "ns/o" + i,
                            "o" + i,
                            ++version,
                            json));
                }
                keys.add(changes);
            }
            for (int i = 0; i < 5; i++) {
                var changes = new ArrayList<StateRecord>();
                String node = "n" + random.nextInt(3);
                for (int change = random.nextInt(3); change >= 0; change--) {
                    String names = ",\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":\"o" + (2 + random.nextInt(2))
                            + "\"}},{\"name\":\"w\",\"secret\":{\"secretName\":\"o" + random.nextInt(2) + "\"}}]";
                    String json = random.nextInt(4) == 0 ? null : pod(node, names);
                    changes.add(record(Pods.RESOURCE, "ns/p" + i, "u" + i, ++version, json));
                }
                keys.add(changes);
            }
        }

        private static StateRecord record(GroupResource resource, String key, String uid, long version, String json) {
            byte[] object = json == null ? null : json.getBytes(UTF_8);
            return new StateRecord(resource, ObjectKey.parse(key), uid, version, "p", object);
        }

        /**
         * What the topic holds after all changes, in an order that {@code random} gives; one start lies somewhere
         * between.
         */
        Map<String, String> records(Random random) {
            var view = new StateView();
            var fold = new AssignmentFold((_, fault) -> {
                throw fault;
            });
            var topic = new TreeMap<String, FeedRecord>();
            var left = new ArrayList<List<StateRecord>>();
            keys.forEach(changes -> left.add(new ArrayList<>(changes)));
            while (!left.isEmpty()) {
                List<StateRecord> changes = left.get(random.nextInt(left.size()));
                Change change = view.apply(changes.removeFirst());
                left.removeIf(List::isEmpty);
                List<FeedRecord> records = change == null ? List.of() : fold.changed(change, view);
                if (random.nextInt(10) == 0) {
                    // The change is lost, and a new fold begins where the topic is.
                    fold = new AssignmentFold((_, fault) -> {
                        throw fault;
                    });
                    var published = new HashMap<String, UUID>();
                    topic.forEach((key, record) -> published.put(key, digest(record)));
                    records = fold.start(view, published);
                }
                records.forEach(record -> {
                    if (record.value() == null) {
                        topic.remove(record.key());
                    } else {
                        topic.put(record.key(), record);
                    }
                });
            }
            var values = new TreeMap<String, String>();
            topic.forEach((key, record) -> values.put(key, new String(Objects.requireNonNull(record.value()), UTF_8)));
            return values;
        }

        /** The keys that the pods which are there in the end ask for. */
        Set<String> wanted() {
            var wanted = new TreeSet<String>();
            for (List<StateRecord> changes : keys) {
                StateRecord last = changes.getLast();
                byte[] object = last.object();
                if (last.resource().equals(Pods.RESOURCE) && object != null) {
                    JsonNode spec = Json.parse(object).path("spec");
                    String node = spec.path("nodeName").asString();
                    JsonNode volumes = spec.path("volumes");
                    wanted.add(node + "/" + last.uid());
                    wanted.add(node + "/configmaps/ns/"
                            + volumes.path(0).path("configMap").path("name").asString());
                    wanted.add(node + "/secrets/ns/"
                            + volumes.path(1).path("secret").path("secretName").asString());
                }
            }
            return wanted;
        }
    }

    /** Records as their keys, and what they say of objects. */
    private static List<String> print(List<FeedRecord> records) {
        return records.stream()
                .map(record -> {
                    byte[] value = record.value();
                    if (value == null) {
                        return record.key() + " gone";
                    }
                    if (AssignmentKey.parse(record.key()) instanceof AssignmentKey.Pod) {
                        return record.key();
                    }
                    byte[] object = AssignmentCodec.readObject(value);
                    return record.key() + " " + (object == null ? "missing" : new String(object, UTF_8));
                })
                .toList();
    }

    private AssignmentFold fold() {
        return new AssignmentFold((pod, _) -> faults.add(pod.toString()));
    }

    private static UUID digest(FeedRecord record) {
        return AssignmentFold.digest(record.key(), Objects.requireNonNull(record.value()));
    }

    private static String naming(String configMap) {
        return pod("n1", ",\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":\"" + configMap + "\"}}]");
    }

    private static String service(String address) {
        return "{\"metadata\":{},\"spec\":{\"clusterIP\":\"" + address + "\",\"ports\":[{\"port\":80}]}}";
    }

    private static List<String> services(List<FeedRecord> records) {
        return AssignmentCodec.readPod(Objects.requireNonNull(records.getFirst().value())).services().stream()
                .map(AssignedService::clusterIp)
                .toList();
    }

    private static String pod(String node, String more) {
        return "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"nodeName\":\"" + node + "\"" + more + "}}";
    }

    private List<FeedRecord> put(GroupResource resource, String key, String json) {
        return apply(new StateRecord(
                resource,
                ObjectKey.parse(key),
                "uid-" + key.replace('/', '-'),
                ++resourceVersion,
                "p",
                json.getBytes(UTF_8)));
    }

    private List<FeedRecord> remove(GroupResource resource, String key) {
        return apply(new StateRecord(
                resource, ObjectKey.parse(key), "uid-" + key.replace('/', '-'), ++resourceVersion, "p", null));
    }

    private List<FeedRecord> apply(StateRecord record) {
        Change change = view.apply(record);
        return change == null ? List.of() : fold.changed(change, view);
    }
}
