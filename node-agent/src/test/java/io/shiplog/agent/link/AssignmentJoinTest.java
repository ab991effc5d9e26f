package io.shiplog.agent.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.link.AssignmentJoin.PodUpdate;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.journal.codec.AssignedPod;
import io.shiplog.journal.codec.AssignmentCodec;
import io.shiplog.journal.codec.AssignmentKey;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AssignmentJoinTest {
    private final AssignmentJoin join = new AssignmentJoin();

    @Test
    void aPodThatNamesNothingIsToldOfAtOnce() {
        assertThat(print(pod("n1", "a"))).containsExactly("n1/a");
        assertThat(join.waiting()).isEmpty();
    }

    @Test
    void aPodWaitsUntilEverythingThatItNamesIsKnownBeItThereOrMissing() {
        assertThat(pod("n1", "a", "settings", "others")).isEmpty();
        assertThat(object("n1", "settings", "1")).isEmpty();
        assertThat(object("n2", "others", "1")).as("another node's").isEmpty();
        assertThat(join.waiting()).containsExactly("a");
        assertThat(print(object("n1", "others", null))).containsExactly("n1/a settings=1");
        assertThat(join.waiting()).isEmpty();
    }

    @Test
    void everyPodThatNamesAnObjectIsToldOfItsChange() {
        object("n1", "settings", "1");
        pod("n1", "a", "settings");
        pod("n1", "b", "settings");
        pod("n1", "c");
        assertThat(print(object("n1", "settings", "2"))).containsExactly("n1/a settings=2", "n1/b settings=2");
        assertThat(print(object("n1", "settings", null))).containsExactly("n1/a", "n1/b");
    }

    @Test
    void aPodThatIsBeingDeletedWaitsForNothing() {
        String deleting =
                "{\"metadata\":{\"name\":\"a\",\"namespace\":\"ns\",\"uid\":\"a\",\"deletionTimestamp\":\"2030-01-01T00:00:00Z\"},"
                        + "\"spec\":{\"containers\":[]}}";
        assertThat(print(pod("n1", "a", deleting, List.of("settings")))).containsExactly("n1/a");
    }

    @Test
    void whatNoPodNamesAnyMoreIsForgottenWithoutAWord() {
        object("n1", "settings", "1");
        pod("n1", "a", "settings");
        assertThat(print(join.pod(new AssignmentKey.Pod("n1", "a"), null, UnaryOperator.identity())))
                .containsExactly("n1/a gone");
        assertThat(join.object(key("n1", "settings"), null)).isEmpty();
        assertThat(pod("n1", "b", "settings")).isEmpty();
    }

    @Test
    void whatSeveralNodesNameIsHeldOnce() {
        object("n1", "settings", "1");
        object("n2", "settings", "1");
        var first = pod("n1", "a", "settings").getFirst().assignment();
        var second = pod("n2", "b", "settings").getFirst().assignment();
        assertThat(first.configMaps().get("settings"))
                .isSameAs(second.configMaps().get("settings"));
    }

    @Test
    void whatTheFirstFormatCarriedInThePodsRecordIsThere() {
        byte[] record = ("{\"v\":1,\"node\":\"n1\",\"pod\":" + json("a")
                        + ",\"configMaps\":{\"settings\":{\"data\":{\"k\":\"old\"}}},\"secrets\":{},\"services\":[]}")
                .getBytes(UTF_8);
        assertThat(print(join.pod(new AssignmentKey.Pod("n1", "a"), record, UnaryOperator.identity())))
                .containsExactly("n1/a settings=old");
    }

    @Test
    void theOrderOfRecordsChangesNothingOfWhatIsToldLast() {
        for (long seed = 0; seed < 50; seed++) {
            var fresh = new AssignmentJoin();
            List<Supplier<List<PodUpdate>>> records = new ArrayList<>(List.of(
                    () -> pod(fresh, "n1", "a", json("a"), List.of("x", "y")),
                    () -> pod(fresh, "n1", "b", json("b"), List.of("y")),
                    () -> pod(fresh, "n2", "c", json("c"), List.of("x")),
                    () -> fresh.object(key("n1", "x"), value("1")),
                    () -> fresh.object(key("n1", "y"), value(null)),
                    () -> fresh.object(key("n2", "x"), value("1"))));
            Collections.shuffle(records, new Random(seed));
            Map<String, String> last = new TreeMap<>();
            records.forEach(record -> record.get()
                    .forEach(
                            told -> last.put(told.podUid(), print(List.of(told)).getFirst())));
            assertThat(last.values()).as("seed %d", seed).containsExactly("n1/a x=1", "n1/b", "n2/c x=1");
        }
    }

    private List<PodUpdate> pod(String node, String uid, String... configMaps) {
        return pod(node, uid, json(uid), List.of(configMaps));
    }

    private List<PodUpdate> pod(String node, String uid, String json, List<String> configMaps) {
        return pod(join, node, uid, json, configMaps);
    }

    private static List<PodUpdate> pod(
            AssignmentJoin join, String node, String uid, String json, List<String> configMaps) {
        var named = configMaps.stream().map(AssignedPod.Named::new).toList();
        byte[] value = AssignmentCodec.pod(new AssignedPod(node, json.getBytes(UTF_8), named, List.of(), List.of()));
        return join.pod(new AssignmentKey.Pod(node, uid), value, UnaryOperator.identity());
    }

    private List<PodUpdate> object(String node, String name, @Nullable String content) {
        return join.object(key(node, name), value(content));
    }

    private static AssignmentKey.Named key(String node, String name) {
        return new AssignmentKey.Named(
                node, new ObjectRef(GroupResource.core("configmaps"), new ObjectKey("ns", name)));
    }

    private static byte[] value(@Nullable String content) {
        return AssignmentCodec.object(
                content == null ? null : ("{\"data\":{\"k\":\"" + content + "\"}}").getBytes(UTF_8));
    }

    private static String json(String uid) {
        return "{\"metadata\":{\"name\":\"" + uid + "\",\"namespace\":\"ns\",\"uid\":\"" + uid
                + "\"},\"spec\":{\"containers\":[]}}";
    }

    private static List<String> print(List<PodUpdate> all) {
        return all.stream()
                .map(told -> {
                    PodAssignment assignment = told.assignment();
                    String who = told.node() + "/" + told.podUid();
                    if (assignment == null) {
                        return who + " gone";
                    }
                    Stream<String> maps = new TreeMap<>(assignment.configMaps())
                            .entrySet().stream()
                                    .map(map -> " " + map.getKey() + "="
                                            + map.getValue().texts().get("k"));
                    return who + String.join("", maps.toList());
                })
                .toList();
    }
}
