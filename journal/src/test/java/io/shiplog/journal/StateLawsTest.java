package io.shiplog.journal;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.testkit.NaiveModel;
import io.shiplog.journal.testkit.Operation;
import io.shiplog.journal.testkit.Property;
import io.shiplog.journal.testkit.States;
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
            assertThat(state.list(CONFIG_MAPS).values().stream()
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
                    assertThat(folded.next().list(CONFIG_MAPS)).isSameAs(state.list(CONFIG_MAPS));
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
            State keyframe = State.of(before.list(CONFIG_MAPS).values(), cut);
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
     * The materializer has committed J and written the state records of everything up to some write after it; compaction
     * has taken any records that newer ones of the same key superseded.
     */
    @Test
    void bootingFromCompactedStateTopicsEqualsTheFullReplay() {
        HISTORIES.cases(600).holds((operations, choices) -> {
            List<Proposal> proposals = NaiveModel.play(operations).proposals();
            int committed = choices.nextInt(proposals.size() + 1);
            List<Change> written = written(proposals, committed, choices);
            Map<ObjectRef, Change> loaded = new HashMap<>();
            Map<ObjectRef, Proofs.Newest> proven = new HashMap<>();
            for (int i = 0; i < written.size(); i++) {
                Change change = written.get(i);
                ObjectRef ref = new ObjectRef(change.resource(), change.key());
                boolean superseded = written.subList(i + 1, written.size()).stream()
                        .anyMatch(later -> later.key().equals(change.key()));
                if (superseded && choices.nextBoolean()) {
                    continue; // compacted away
                }
                if (change.resourceVersion() <= committed) {
                    loaded.put(ref, change);
                } else {
                    proven.put(ref, new Proofs.Newest(change.resourceVersion(), change.after() != null));
                }
            }
            List<StoredObject> objects = new ArrayList<>();
            for (Change change : loaded.values()) {
                StoredObject after = change.after();
                if (after != null) {
                    objects.add(after);
                }
            }
            long newest = proven.values().stream()
                    .mapToLong(Proofs.Newest::resourceVersion)
                    .max()
                    .orElse(committed);
            List<JournalRecord> records = new ArrayList<>();
            for (int i = committed; i < newest; i++) {
                records.add(new JournalRecord(i, Instant.EPOCH, proposals.get(i)));
            }
            Proofs.Replayed replayed = Proofs.replay(State.of(objects, committed), proven, records);
            assertThat(States.print(replayed.state()))
                    .isEqualTo(States.print(fold(State.EMPTY, proposals.subList(0, (int) newest))));
            assertThat(States.print(fold(replayed.state(), proposals.subList((int) newest, proposals.size()))))
                    .isEqualTo(States.print(fold(State.EMPTY, proposals)));
        });
    }

    /** The accepted changes up to some write at or after {@code committed}, possibly in the middle of a proposal. */
    private static List<Change> written(List<Proposal> proposals, int committed, Random choices) {
        List<Change> upToCommitted = new ArrayList<>();
        List<Change> after = new ArrayList<>();
        State state = State.EMPTY;
        for (Proposal proposal : proposals) {
            State.Folded folded = state.fold(proposal, state.resourceVersion());
            state = folded.next();
            if (folded.verdict() instanceof Verdict.Accepted accepted) {
                (accepted.resourceVersion() <= committed ? upToCommitted : after).addAll(accepted.changes());
            }
        }
        upToCommitted.addAll(after.subList(0, choices.nextInt(after.size() + 1)));
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
