package io.shiplog.journal.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateViewTest {
    private static final GroupResource PODS = GroupResource.core("pods");
    private static final GroupResource NODES = GroupResource.core("nodes");
    private static final ObjectKey A = ObjectKey.parse("ns/a");
    private static final ObjectKey B = ObjectKey.parse("ns/b");
    private static final Instant START = Instant.EPOCH;

    private final StateView view = new StateView();

    @Test
    void keepsTheHighestResourceVersionOfAKey() {
        view.apply(record(A, 5, "p5", ""));
        assertThat(view.apply(record(A, 3, "p3", ""))).isNull();
        assertThat(version(A)).isEqualTo(5);
        Change change = view.apply(record(A, 6, "p6", ""));
        assertThat(change).isNotNull();
        assertThat(version(A)).isEqualTo(6);
    }

    @Test
    void anOlderRecordDoesNotBringADeletedObjectBack() {
        view.apply(record(A, 5, "p5", ""));
        view.apply(tombstone(A, 7, "p7"));
        assertThat(view.apply(record(A, 6, "p6", ""))).isNull();
        assertThat(view.get(PODS, A)).isNull();
        assertThat(view.apply(record(A, 8, "p8", ""))).isNotNull();
        assertThat(version(A)).isEqualTo(8);
    }

    @Test
    void anyOrderAndRepetitionOfRecordsGivesTheSameView() {
        List<StateRecord> history = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            ObjectKey key = i % 3 == 0 ? A : B;
            history.add(i % 7 == 0 ? tombstone(key, i, "p" + i) : record(key, i, "p" + i, "owner" + i % 2));
        }
        var expected = new StateView();
        history.forEach(expected::apply);
        for (int seed = 0; seed < 50; seed++) {
            var shuffled = new ArrayList<>(history);
            shuffled.addAll(history.subList(0, 10));
            Collections.shuffle(shuffled, new Random(seed));
            var actual = new StateView();
            shuffled.forEach(actual::apply);
            assertThat(names(actual.list(PODS))).as("seed " + seed).isEqualTo(names(expected.list(PODS)));
            assertThat(names(actual.ownedBy("owner0"))).hasSameElementsAs(names(expected.ownedBy("owner0")));
        }
    }

    @Test
    void listsOneNamespaceInKeyOrderWithoutItsNeighbours() {
        for (String key : List.of("ns/b", "ns/a", "ns-2/c", "n/d", "nsx/e")) {
            view.apply(record(ObjectKey.parse(key), 1, "p", ""));
        }
        assertThat(names(view.list(PODS, "ns"))).containsExactly("pods ns/a@1", "pods ns/b@1");
        assertThat(view.list(PODS)).hasSize(5);
    }

    @Test
    void findsObjectsByOwner() {
        view.apply(record(A, 1, "p", "rs"));
        view.apply(record(B, 2, "p", "rs"));
        assertThat(view.ownedBy("rs")).hasSize(2);
        view.apply(record(A, 3, "p", "other"));
        view.apply(tombstone(B, 4, "p"));
        assertThat(view.ownedBy("rs")).isEmpty();
        assertThat(names(view.ownedBy("other"))).containsExactly("pods ns/a@3");
    }

    @Test
    void knowsWhatNobodyControlsWheneverItIsAsked() {
        for (boolean asked : new boolean[] {true, false}) {
            var one = new StateView();
            if (asked) {
                assertThat(one.uncontrolled(PODS, "ns")).isEmpty();
            }
            one.apply(record(A, 1, "p", "any"));
            one.apply(controlled(B, 2));
            one.apply(record(ObjectKey.parse("other/a"), 3, "p", ""));
            one.assume("q", List.of(Write.delete(Objects.requireNonNull(one.get(PODS, A)))), START);
            assertThat(one.uncontrolled(PODS, "ns")).isEmpty();
            one.forget("q");
            assertThat(names(one.uncontrolled(PODS, "ns"))).containsExactly("pods ns/a@1");
            one.apply(controlled(A, 4));
            one.apply(record(B, 5, "p", ""));
            assertThat(names(one.uncontrolled(PODS, "ns"))).containsExactly("pods ns/b@5");
            one.apply(tombstone(B, 6, "p"));
            assertThat(one.uncontrolled(PODS, "ns")).isEmpty();
            assertThat(one.uncontrolled(PODS, "other")).hasSize(1);
        }
    }

    private static StateRecord controlled(ObjectKey key, long resourceVersion) {
        byte[] json = """
                {"kind":"Pod","apiVersion":"v1","metadata":{"ownerReferences":[{"uid":"rs","controller":true}]}}""".getBytes(UTF_8);
        return new StateRecord(PODS, key, "uid-" + key, resourceVersion, "p", json);
    }

    @Test
    void showsWhatIsAssumedUntilItsRecordComes() {
        view.assume("p1", List.of(create(A)), START);
        assertThat(version(A)).isZero();
        assertThat(view.assumed(ref(A))).isTrue();
        Change change = Objects.requireNonNull(view.apply(record(A, 9, "p1", "")));
        assertThat(change.before()).isNull();
        assertThat(version(A)).isEqualTo(9);
        assertThat(view.assumed(ref(A))).isFalse();
        assertThat(view.expire(START.plusSeconds(60)).changes()).isEmpty();
    }

    @Test
    void confirmsTheObjectsOfAProposalOneByOne() {
        view.assume("p1", List.of(create(A), create(B)), START);
        view.apply(record(A, 9, "p1", ""));
        assertThat(view.assumed(ref(A))).isFalse();
        assertThat(view.assumed(ref(B))).isTrue();
        assertThat(view.get(PODS, B)).isNotNull();
        view.apply(record(B, 9, "p1", ""));
        assertThat(view.assumed(ref(B))).isFalse();
    }

    @Test
    void dropsAnAssumptionAsAWholeWhenAnotherProposalChangedOneOfItsKeys() {
        view.apply(record(A, 3, "p0", ""));
        view.assume("p1", List.of(Write.delete(stored(A)), create(B)), START);
        assertThat(view.get(PODS, A)).isNull();
        Change change = view.apply(record(A, 4, "someone", ""));
        assertThat(change).isNotNull();
        assertThat(version(A)).isEqualTo(4);
        assertThat(view.get(PODS, B)).isNull();
        assertThat(view.expire(START).changes()).singleElement().satisfies(fallen -> {
            assertThat(fallen.key()).isEqualTo(B);
            assertThat(fallen.after()).isNull();
        });
    }

    @Test
    void dropsAnAssumptionWhoseRecordDoesNotComeInTime() {
        view.apply(record(A, 3, "p0", ""));
        view.assume("p1", List.of(Write.replace(stored(A), json(A, "new"))), START);
        assertThat(version(A)).isEqualTo(3);
        assertThat(view.ownedBy("new")).hasSize(1);
        assertThat(view.expire(START.plusMillis(4_999)).changes()).isEmpty();
        assertThat(view.expire(START.plusSeconds(5)).changes())
                .singleElement()
                .satisfies(fallen -> assertThat(fallen.key()).isEqualTo(A));
        assertThat(view.ownedBy("new")).isEmpty();
        assertThat(view.assumed(ref(A))).isFalse();
    }

    @Test
    void aViewThatIsFedLateLosesNoAssumptionToItsOwnDelay() {
        var age = new AtomicReference<>(Duration.ofSeconds(8));
        view.behind(age::get);
        view.assume("p1", List.of(create(A)), START);
        assertThat(view.nextExpiry()).isEqualTo(START.plusSeconds(13));
        assertThat(view.expire(START.plusSeconds(12)).changes()).isEmpty();
        age.set(Duration.ZERO);
        assertThat(view.expire(START.plusSeconds(12)).changes()).hasSize(1);
    }

    @Test
    void aClockThatGoesBackKeepsNoAssumption() {
        view.assume("ahead", List.of(create(A)), START.plusSeconds(3_600));
        view.assume("later", List.of(create(B)), START);
        assertThat(view.expire(START.plusMillis(1)).changes())
                .singleElement()
                .satisfies(fallen -> assertThat(fallen.key()).isEqualTo(A));
        assertThat(view.expire(START.plusSeconds(5)).changes()).hasSize(1);
    }

    @Test
    void takesARecordThatComesAfterItsAssumptionFell() {
        view.assume("p1", List.of(create(A)), START);
        view.expire(START.plusSeconds(5));
        assertThat(view.get(PODS, A)).isNull();
        assertThat(view.apply(record(A, 2, "p1", ""))).isNotNull();
        assertThat(version(A)).isEqualTo(2);
    }

    @Test
    void forgetsAnAssumptionThatNeverReachedTheJournal() {
        view.assume("p1", List.of(create(A)), START);
        view.forget("p1");
        assertThat(view.get(PODS, A)).isNull();
        assertThat(view.expire(START).changes()).hasSize(1);
    }

    @Test
    void refusesASecondAssumptionOnTheSameObject() {
        view.assume("p1", List.of(create(A)), START);
        assertThat(view.settled(List.of(create(A)))).isFalse();
        assertThatThrownBy(() -> view.assume("p2", List.of(create(B), create(A)), START))
                .isInstanceOf(IllegalStateException.class);
        assertThat(view.assumed(ref(B))).isFalse();
    }

    @Test
    void namesTheResourcesItHolds() {
        view.apply(record(A, 1, "p", ""));
        view.apply(new StateRecord(NODES, ObjectKey.cluster("n"), "u", 2, "p", json(ObjectKey.cluster("n"), "")));
        assertThat(view.resources()).containsExactly(NODES, PODS);
    }

    private long version(ObjectKey key) {
        return stored(key).resourceVersion();
    }

    private StoredObject stored(ObjectKey key) {
        return Objects.requireNonNull(view.get(PODS, key));
    }

    private static List<String> names(Iterable<StoredObject> objects) {
        var names = new ArrayList<String>();
        objects.forEach(object -> names.add(object.toString()));
        return names;
    }

    private static ObjectRef ref(ObjectKey key) {
        return new ObjectRef(PODS, key);
    }

    private static Write create(ObjectKey key) {
        return Write.create(PODS, key, "uid-" + key, json(key, ""));
    }

    private static StateRecord record(ObjectKey key, long resourceVersion, String proposal, String owner) {
        return new StateRecord(PODS, key, "uid-" + key, resourceVersion, proposal, json(key, owner));
    }

    private static StateRecord tombstone(ObjectKey key, long resourceVersion, String proposal) {
        return new StateRecord(PODS, key, "uid-" + key, resourceVersion, proposal, null);
    }

    private static byte[] json(ObjectKey key, @Nullable String owner) {
        return """
                {"kind":"Pod","apiVersion":"v1","metadata":{"name":"%s","ownerReferences":[{"uid":"%s"}]}}""".formatted(key.name(), owner).getBytes(UTF_8);
    }
}
