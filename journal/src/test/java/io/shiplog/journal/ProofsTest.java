package io.shiplog.journal;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static io.shiplog.journal.testkit.Objects.configMap;
import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static io.shiplog.journal.testkit.Objects.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofsTest {
    private static final ObjectRef A = new ObjectRef(CONFIG_MAPS, key("a"));

    /**
     * A materializer that finds an old record of a deleted object writes the deletion again, at its own position if it
     * has forgotten when that was. The proposal at that position may be one that came too late for the same object.
     */
    @Test
    void theRecordOfADeletionThatWasWrittenAgainProvesNoUpdate() {
        State.Folded created = State.EMPTY.fold(proposal(create(key("a"), "u", "1")), 0);
        StoredObject object = java.util.Objects.requireNonNull(created.next().get(CONFIG_MAPS, key("a")));
        State deleted = created.next().fold(proposal(Write.delete(object)), 1).next();
        Proposal late = proposal(update(object, "2"));
        assertThat(deleted.fold(late, 2).verdict()).isInstanceOf(Verdict.Refused.class);

        Proofs proofs = new Proofs();
        proofs.add(A, 3, "the overwritten one", false);
        Proofs.Replayed replayed =
                proofs.replay(State.of(List.of(), 2), List.of(new JournalRecord(2, Instant.EPOCH, late)));
        assertThat(replayed.state().get(CONFIG_MAPS, key("a"))).isNull();
        assertThat(replayed.verdicts().get(2L)).isInstanceOf(Verdict.Refused.class);
    }

    /** What a paused predecessor wrote over the deletion is the newest record of a committed version. */
    @Test
    void anObjectThatWasGoneBeforeIsNotBroughtBackByTheOldRecordOfIt() {
        StoredObject old = new StoredObject(CONFIG_MAPS, key("a"), "u", 1, configMap(key("a"), "u", "1"));
        Proofs proofs = new Proofs();
        proofs.add(A, 3, "the overwritten one", false);
        Proofs.Replayed replayed = proofs.replay(
                State.of(List.of(old), 2),
                List.of(new JournalRecord(2, Instant.EPOCH, proposal(create(key("b"), "u2", "1")))));
        assertThat(replayed.state().get(CONFIG_MAPS, key("a"))).isNull();
        assertThat(replayed.state().get(CONFIG_MAPS, key("b"))).isNotNull();
    }

    @Test
    void aDeletionAfterTheLoadedStateIsReplayedThoughItsRecordWasWrittenAgainLater() {
        StoredObject alive = new StoredObject(CONFIG_MAPS, key("a"), "u", 1, configMap(key("a"), "u", "1"));
        Proofs proofs = new Proofs();
        proofs.add(A, 4, "the overwritten one", false);
        Proofs.Replayed replayed = proofs.replay(
                State.of(List.of(alive), 2),
                List.of(
                        new JournalRecord(2, Instant.EPOCH, proposal(Write.delete(alive))),
                        new JournalRecord(3, Instant.EPOCH, proposal(create(key("b"), "u2", "1")))));
        assertThat(replayed.state().get(CONFIG_MAPS, key("a"))).isNull();
        assertThat(replayed.verdicts().get(2L)).isInstanceOf(Verdict.Accepted.class);
    }
}
