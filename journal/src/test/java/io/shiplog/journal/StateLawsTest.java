package io.shiplog.journal;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.testkit.NaiveModel;
import io.shiplog.journal.testkit.Operation;
import io.shiplog.journal.testkit.Property;
import io.shiplog.journal.testkit.States;
import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The laws of the fold, over generated histories. */
class StateLawsTest {
    private static final Property<Operation> HISTORIES = Property.over(Operation::random);

    @Test
    void theFoldAgreesWithTheNaiveModel() {
        HISTORIES.holds((operations, choices) -> {
            NaiveModel model = NaiveModel.play(operations);
            List<Boolean> accepted = new ArrayList<>();
            State state = State.EMPTY;
            for (Proposal proposal : model.proposals()) {
                State.Folded folded = state.fold(proposal, state.resourceVersion());
                accepted.add(folded.verdict() instanceof Verdict.Accepted);
                state = folded.next();
            }
            assertThat(accepted).isEqualTo(model.accepted());
            assertThat(state.list(CONFIG_MAPS).stream()
                            .map(object -> object.key() + "@" + object.resourceVersion() + " " + object.uid())
                            .toList())
                    .isEqualTo(model.contents());
        });
    }

    @Test
    void aRefusedProposalChangesNothingButThePosition() {
        HISTORIES.holds((operations, choices) -> {
            State state = State.EMPTY;
            for (Proposal proposal : NaiveModel.play(operations).proposals()) {
                State.Folded folded = state.fold(proposal, state.resourceVersion());
                if (folded.verdict() instanceof Verdict.Refused) {
                    assertThat(folded.next().table(CONFIG_MAPS)).isEqualTo(state.table(CONFIG_MAPS));
                    assertThat(folded.next().resourceVersion()).isEqualTo(state.resourceVersion() + 1);
                }
                state = folded.next();
            }
        });
    }

    @Test
    void resourceVersionsStrictlyRiseAndEveryChangedObjectHasTheProposals() {
        HISTORIES.holds((operations, choices) -> {
            State state = State.EMPTY;
            long offset = 0;
            for (Proposal proposal : NaiveModel.play(operations).proposals()) {
                offset += choices.nextInt(3); // a log may skip offsets
                State.Folded folded = state.fold(proposal, offset);
                assertThat(folded.next().resourceVersion()).isGreaterThan(state.resourceVersion());
                if (folded.verdict() instanceof Verdict.Accepted accepted) {
                    assertThat(accepted.resourceVersion()).isEqualTo(offset + 1);
                    for (Change change : accepted.changes()) {
                        StoredObject now = folded.next().get(change.resource(), change.key());
                        assertThat(now).isSameAs(change.after());
                        if (now != null) {
                            assertThat(now.resourceVersion()).isEqualTo(offset + 1);
                        }
                    }
                }
                state = folded.next();
                offset = state.resourceVersion();
            }
        });
    }

    @Test
    void aKeyframeAndTheTailEqualTheFullReplay() {
        HISTORIES.holds((operations, choices) -> {
            List<Proposal> proposals = NaiveModel.play(operations).proposals();
            int cut = choices.nextInt(proposals.size() + 1);
            State before = fold(State.EMPTY, proposals.subList(0, cut));
            State keyframe = State.of(before.list(CONFIG_MAPS), cut);
            assertThat(States.print(fold(keyframe, proposals.subList(cut, proposals.size()))))
                    .isEqualTo(States.print(fold(State.EMPTY, proposals)));
        });
    }

    @Test
    void anOlderStateIsNotTouchedByWhatIsFoldedAfterIt() {
        HISTORIES.holds((operations, choices) -> {
            List<String> printed = new ArrayList<>();
            List<State> states = new ArrayList<>();
            State state = State.EMPTY;
            for (Proposal proposal : NaiveModel.play(operations).proposals()) {
                state = state.fold(proposal, state.resourceVersion()).next();
                states.add(state);
                printed.add(States.print(state));
            }
            assertThat(states.stream().map(States::print)).isEqualTo(printed);
        });
    }

    /**
     * The materializer has committed J and written some state records after it. Of each key they were read up to some
     * point, since the ends of topics are not captured at one moment. Compaction has taken records that older ones
     * than everyone's end superseded.
     */
    @Test
    void bootingFromCompactedStateTopicsEqualsTheFullReplay() {
        HISTORIES.cases(500).holds((operations, choices) -> {
            List<Proposal> proposals = NaiveModel.play(operations).proposals();
            int committed = choices.nextInt(proposals.size() + 1);
            List<Change> written = new ArrayList<>();
            int atLeast = written(proposals, committed, written);
            Map<ObjectKey, Integer> ends = new HashMap<>();
            for (Change change : written) {
                ends.putIfAbsent(change.key(), atLeast + choices.nextInt(written.size() - atLeast + 1));
            }
            int compactable =
                    ends.values().stream().mapToInt(Integer::intValue).min().orElse(0);
            Map<ObjectRef, Change> loaded = new HashMap<>();
            Proofs proofs = new Proofs();
            for (int i = 0; i < written.size(); i++) {
                Change change = written.get(i);
                ObjectRef ref = new ObjectRef(change.resource(), change.key());
                boolean superseded = i < compactable
                        && written.subList(i + 1, compactable).stream()
                                .anyMatch(later -> later.key().equals(change.key()));
                if (i >= ends.get(change.key()) || (superseded && choices.nextInt(4) != 0)) {
                    continue; // not read, or compacted away
                }
                if (change.resourceVersion() <= committed) {
                    loaded.put(ref, change);
                } else {
                    String proposal =
                            proposals.get((int) change.resourceVersion() - 1).id();
                    proofs.add(ref, change.resourceVersion(), proposal, change.after() != null);
                }
            }
            writeDeletionsAgain(proposals, committed, written, proofs, choices);
            List<StoredObject> objects = new ArrayList<>();
            for (Change change : loaded.values()) {
                StoredObject after = change.after();
                if (after != null) {
                    objects.add(after);
                }
            }
            long newest = Math.max(committed, proofs.newest());
            List<JournalRecord> records = new ArrayList<>();
            for (int i = committed; i < newest; i++) {
                records.add(new JournalRecord(i, Instant.EPOCH, proposals.get(i)));
            }
            Proofs.Replayed replayed = proofs.replay(State.of(objects, committed), records);
            assertThat(States.print(replayed.state()))
                    .isEqualTo(States.print(fold(State.EMPTY, proposals.subList(0, (int) newest))));
            assertThat(States.print(fold(replayed.state(), proposals.subList((int) newest, proposals.size()))))
                    .isEqualTo(States.print(fold(State.EMPTY, proposals)));
        });
    }

    /**
     * A materializer that does not remember when an object was deleted, and finds an old record of it, writes its
     * deletion again at the version where it is itself: whatever the proposal of that version says of the object, and
     * whether it took effect.
     */
    private static void writeDeletionsAgain(
            List<Proposal> proposals, int committed, List<Change> written, Proofs proofs, Random choices) {
        for (Change old : written) {
            int position = committed + choices.nextInt(proposals.size() - committed + 1);
            boolean gone = old.resourceVersion() < position
                    && fold(State.EMPTY, proposals.subList(0, position)).get(old.resource(), old.key()) == null;
            if (gone && position > committed && choices.nextInt(3) == 0) {
                String proposal = proposals.get((int) old.resourceVersion() - 1).id();
                proofs.add(new ObjectRef(old.resource(), old.key()), position, proposal, false);
            }
        }
    }

    /** Collects the accepted changes into {@code written}; says how many of them are not after {@code committed}. */
    private static int written(List<Proposal> proposals, int committed, List<Change> written) {
        int upToCommitted = 0;
        State state = State.EMPTY;
        for (Proposal proposal : proposals) {
            State.Folded folded = state.fold(proposal, state.resourceVersion());
            state = folded.next();
            if (folded.verdict() instanceof Verdict.Accepted accepted) {
                written.addAll(accepted.changes());
                upToCommitted = accepted.resourceVersion() <= committed ? written.size() : upToCommitted;
            }
        }
        return upToCommitted;
    }

    private static State fold(State from, List<Proposal> proposals) {
        State state = from;
        for (Proposal proposal : proposals) {
            state = state.fold(proposal, state.resourceVersion()).next();
        }
        return state;
    }
}
