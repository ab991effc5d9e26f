package io.shiplog.reconcilers.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.write.PlannedWrite;
import io.shiplog.resources.write.Replacement.Part;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class ReconcileLoopTest {
    private static final GroupResource MAPS = GroupResource.core("configmaps");
    private static final GroupResource COPIES = GroupResource.core("copies");

    private final Deque<Proposal> journal = new ArrayDeque<>();
    private final List<String> faults = new ArrayList<>();
    private Watches watches =
            Watches.everything((change, _) -> List.of(map(change.key().name())));
    private Instant now = Instant.EPOCH;
    private State state = State.EMPTY;
    private int ids;

    @Test
    void reconcilesADirtyKeyOnceHoweverOftenItChanged() {
        var calls = new ArrayList<ObjectRef>();
        ReconcileLoop loop = loop(new StateView(), (_, ref) -> {
            calls.add(ref);
            return Plan.EMPTY;
        });
        loop.take(record("a", 1, "x"), now);
        loop.take(record("a", 2, "y"), now);
        loop.take(record("b", 3, "z"), now);
        loop.work(now, () -> true);
        assertThat(calls).containsExactly(map("a"), map("b"));
    }

    @Test
    void reconcilesEveryKeyAtTheStart() {
        var view = new StateView();
        view.apply(record("a", 1, "x"));
        view.apply(record("b", 2, "x"));
        var calls = new ArrayList<ObjectRef>();
        ReconcileLoop loop = loop(view, (_, ref) -> {
            calls.add(ref);
            return Plan.EMPTY;
        });
        loop.start(now);
        loop.work(now, () -> true);
        assertThat(calls).containsExactly(map("a"), map("b"));
    }

    @Test
    void proposesOnceAlthoughItReconcilesAgainBeforeTheProposalComesBack() {
        ReconcileLoop loop = loop(new StateView(), ReconcileLoopTest::copy);
        loop.take(record("a", 1, "x"), now);
        loop.work(now, () -> true);
        loop.take(record("a", 2, "x"), now);
        loop.work(now, () -> true);
        assertThat(journal).hasSize(1);
        assertThat(journal.getFirst().origin().user()).isEqualTo("system:shiplog:test");
    }

    @Test
    void aProposalNamesTheChangeThatMadeItsKeyDirtyFirst() {
        ReconcileLoop loop = loop(new StateView(), ReconcileLoopTest::copy);
        state = State.of(List.of(), 10);
        loop.take(record("a", 3, "x"), now);
        loop.take(record("a", 4, "y"), now);
        loop.work(now, () -> true);
        assertThat(journal)
                .singleElement()
                .satisfies(p -> assertThat(p.origin().trigger()).isEqualTo(3));
        loop.take(record("a", 5, "z"), now);
        loop.work(now, () -> true);
        deliver(loop);
        loop.work(now, () -> true);
        assertThat(journal)
                .as("what had to wait keeps what led to it")
                .singleElement()
                .satisfies(p -> assertThat(p.origin().trigger()).isEqualTo(5));
    }

    @Test
    void aWriteOnWhatIsOnlyAssumedWaitsForItsConfirmation() {
        ReconcileLoop loop = loop(new StateView(), ReconcileLoopTest::copy);
        state = State.of(List.of(), 10);
        loop.take(record("a", 1, "x"), now);
        loop.work(now, () -> true);
        loop.take(record("a", 2, "y"), now);
        loop.work(now, () -> true);
        assertThat(journal).as("the copy's base is unknown").hasSize(1);
        deliver(loop);
        loop.work(now, () -> true);
        assertThat(journal)
                .singleElement()
                .satisfies(p -> assertThat(p.writes().getFirst().base()).isEqualTo(11));
        deliver(loop);
        loop.work(now, () -> true);
        assertThat(journal).isEmpty();
    }

    @Test
    void aLostProposalIsMadeAgain() {
        ReconcileLoop loop = loop(new StateView(), ReconcileLoopTest::copy);
        loop.take(record("a", 1, "x"), now);
        loop.work(now, () -> true);
        journal.clear();
        now = now.plusSeconds(4);
        loop.work(now, () -> true);
        assertThat(journal).isEmpty();
        now = now.plusSeconds(1);
        loop.work(now, () -> true);
        assertThat(journal).hasSize(1);
    }

    @Test
    void whatARefusedProposalLostToWakesItsKeyThoughItsControllerDoesNotWatchIt() {
        watches = Watches.own(MAPS);
        ReconcileLoop loop = loop(new StateView(), ReconcileLoopTest::copy);
        loop.take(record("a", 1, "x"), now);
        loop.work(now, () -> true);
        journal.clear();
        loop.take(new StateRecord(COPIES, ObjectKey.parse("ns/a"), "others", 2, "others", json("y")), now);
        loop.work(now, () -> true);
        assertThat(journal)
                .singleElement()
                .satisfies(p -> assertThat(p.writes().getFirst().base()).isEqualTo(2));
    }

    @Test
    void asksAControllerOnlyAboutTheResourcesThatItWatches() {
        var asked = new ArrayList<GroupResource>();
        watches = Watches.of(COPIES, (change, _) -> {
            asked.add(change.resource());
            return List.of();
        });
        ReconcileLoop loop = loop(new StateView(), (_, _) -> Plan.EMPTY);
        loop.take(record("a", 1, "x"), now);
        loop.take(new StateRecord(COPIES, ObjectKey.parse("ns/a"), "u", 2, "p", json("x")), now);
        assertThat(asked).containsExactly(COPIES);
    }

    @Test
    void looksAgainWhenThePlanAsksForIt() {
        var calls = new ArrayList<Instant>();
        ReconcileLoop loop = loop(new StateView(), (_, _) -> {
            calls.add(now);
            return new Plan(List.of(), calls.size() == 1 ? now.plusSeconds(3) : null);
        });
        loop.take(record("a", 1, "x"), now);
        loop.work(now, () -> true);
        now = now.plusSeconds(2);
        loop.work(now, () -> true);
        assertThat(calls).hasSize(1);
        now = now.plusSeconds(1);
        loop.work(now, () -> true);
        now = now.plusSeconds(100);
        loop.work(now, () -> true);
        assertThat(calls).hasSize(2);
    }

    @Test
    void aFailingReconcileIsTriedAgainEverMoreSeldomAndStopsNobody() {
        var calls = new ArrayList<ObjectRef>();
        ReconcileLoop loop = loop(new StateView(), (_, ref) -> {
            calls.add(ref);
            if (ref.key().name().equals("a")) {
                throw new IllegalStateException("bug");
            }
            return Plan.EMPTY;
        });
        loop.take(record("a", 1, "x"), now);
        loop.take(record("b", 2, "x"), now);
        loop.work(now, () -> true);
        assertThat(calls).containsExactly(map("a"), map("b"));
        for (int second = 0; second < 60; second++) {
            now = now.plusSeconds(1);
            loop.work(now, () -> true);
        }
        assertThat(faults).hasSizeBetween(5, 8).allMatch(line -> line.equals("test configmaps ns/a bug"));
    }

    @Test
    void stopsBetweenTwoKeysWhenItsTimeIsOver() {
        var calls = new ArrayList<ObjectRef>();
        ReconcileLoop loop = loop(new StateView(), (_, ref) -> {
            calls.add(ref);
            return Plan.EMPTY;
        });
        loop.take(record("a", 1, "x"), now);
        loop.take(record("b", 2, "x"), now);
        loop.work(now, () -> false);
        assertThat(calls).hasSize(1);
        assertThat(loop.backlog()).isEqualTo(1);
    }

    /** Makes a copy of every map, under another resource. */
    private static Plan copy(View view, ObjectRef ref) {
        StoredObject map = view.get(MAPS, ref.key());
        StoredObject copy = view.get(COPIES, ref.key());
        if (map == null) {
            return Plan.EMPTY;
        }
        String wanted = text(map);
        if (copy == null) {
            return update(new PlannedWrite.Creating(COPIES, ref.key(), "copy", Json.parse(json(wanted))));
        }
        return text(copy).equals(wanted)
                ? Plan.EMPTY
                : update(new PlannedWrite.Editing(copy, Trees.of(copy), Json.parse(json(wanted)), Part.ALL));
    }

    private static Plan update(PlannedWrite write) {
        return new Plan(List.of(new Plan.Step("update", List.of(write))), null);
    }

    private void deliver(ReconcileLoop loop) {
        while (!journal.isEmpty()) {
            Proposal proposal = journal.removeFirst();
            var folded = state.fold(proposal, state.resourceVersion());
            state = folded.next();
            if (folded.verdict() instanceof Verdict.Accepted accepted) {
                accepted.changes().forEach(change -> loop.take(StateRecord.of(change, proposal.id()), now));
            }
        }
    }

    private ReconcileLoop loop(StateView view, BiFunction<View, ObjectRef, Plan> rule) {
        var reconciler = new Reconciler() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public Watches watches() {
                return watches;
            }

            @Override
            public Plan reconcile(View now, ObjectRef ref, ReconcileContext moment) {
                return rule.apply(now, ref);
            }
        };
        var output = new ReconcileLoop.Output() {
            @Override
            public void propose(Proposal proposal) {
                journal.add(proposal);
            }

            @Override
            public void failed(String controller, ObjectRef ref, Throwable fault) {
                faults.add(controller + " " + ref + " " + fault.getMessage());
            }
        };
        return new ReconcileLoop(view, List.of(reconciler), () -> "id" + ids++, output);
    }

    private static ObjectRef map(String name) {
        return new ObjectRef(MAPS, ObjectKey.parse("ns/" + name));
    }

    private static StateRecord record(String name, long resourceVersion, String text) {
        return new StateRecord(
                MAPS, ObjectKey.parse("ns/" + name), "uid", resourceVersion, "p" + resourceVersion, json(text));
    }

    private static String text(StoredObject object) {
        return new String(object.json(), UTF_8).replaceAll(".*\"text\":\"|\".*", "");
    }

    private static byte[] json(String text) {
        return """
                {"metadata":{"uid":"u"},"text":"%s"}""".formatted(text).getBytes(UTF_8);
    }
}
