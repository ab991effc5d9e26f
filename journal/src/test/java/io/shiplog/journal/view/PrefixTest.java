package io.shiplog.journal.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import org.junit.jupiter.api.Test;

class PrefixTest {
    private static final GroupResource PODS = GroupResource.core("pods");

    private final Prefix prefix = new Prefix();

    @Test
    void handsOnTheRecordsOfAProposalTogether() {
        assertThat(prefix.take(record("a", 5), true)).isEmpty();
        assertThat(prefix.take(record("b", 5), true)).isEmpty();
        assertThat(prefix.resourceVersion()).isZero();
        assertThat(prefix.take(record("c", 5), false)).containsExactly(record("a", 5), record("b", 5), record("c", 5));
        assertThat(prefix.resourceVersion()).isEqualTo(5);
    }

    @Test
    void handsOnAProposalWhoseLastRecordWasCompactedAwayWithTheNextOne() {
        prefix.take(record("a", 5), true);
        assertThat(prefix.take(record("b", 8), false)).containsExactly(record("a", 5), record("b", 8));
        prefix.take(record("a", 9), true);
        assertThat(prefix.take(record("b", 12), true)).containsExactly(record("a", 9));
        assertThat(prefix.resourceVersion()).isEqualTo(9);
    }

    @Test
    void aPositionEndsAProposalWhoseLastRecordWasCompactedAway() {
        prefix.take(record("a", 5), true);
        assertThat(prefix.reached(4)).isEmpty();
        assertThat(prefix.reached(6)).containsExactly(record("a", 5));
        assertThat(prefix.resourceVersion()).isEqualTo(6);
    }

    @Test
    void whatASuccessorWritesAgainDoesNotCompleteTheProposalThatItsPredecessorBegan() {
        prefix.take(record("a", 7), true);
        assertThat(prefix.take(record("z", 6), false)).containsExactly(record("z", 6));
        assertThat(prefix.resourceVersion()).isZero();
        assertThat(prefix.take(record("a", 7), true)).isEmpty();
        assertThat(prefix.take(record("b", 7), false)).containsExactly(record("a", 7), record("a", 7), record("b", 7));
        assertThat(prefix.resourceVersion()).isEqualTo(7);
    }

    @Test
    void recordsThatNobodyWantsEndAProposalLikeOthers() {
        prefix.skip(4, false);
        assertThat(prefix.resourceVersion()).isEqualTo(4);
        prefix.take(record("a", 5), true);
        assertThat(prefix.skip(5, false)).containsExactly(record("a", 5));
        assertThat(prefix.skip(6, true)).isEmpty();
        assertThat(prefix.resourceVersion()).isEqualTo(5);
        assertThat(prefix.take(record("a", 6), false)).containsExactly(record("a", 6));
        assertThat(prefix.resourceVersion()).isEqualTo(6);
    }

    @Test
    void neverGoesBack() {
        prefix.reached(20);
        prefix.reached(10);
        prefix.take(record("a", 15), false);
        assertThat(prefix.resourceVersion()).isEqualTo(20);
        prefix.clear();
        assertThat(prefix.resourceVersion()).isZero();
    }

    private static StateRecord record(String name, long resourceVersion) {
        return new StateRecord(PODS, new ObjectKey("ns", name), "u", resourceVersion, "p" + resourceVersion, null);
    }
}
