package io.shiplog.journal.seal;

import static io.shiplog.journal.seal.SealChainTest.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.seal.Tampering.Kind;
import org.junit.jupiter.api.Test;

class TamperingTest {
    private static final Fingerprints SEALED = records(0, "a", "b", "c", "d");

    @Test
    void findsNothingInWhatWasSealed() {
        assertThat(Tampering.first(SEALED, records(0, "a", "b", "c", "d", "e"), 4))
                .isEmpty();
    }

    @Test
    void namesTheFirstThatWasAltered() {
        assertThat(Tampering.first(SEALED, records(0, "a", "x", "c", "d"), 4)).contains(new Tampering(1, Kind.ALTERED));
    }

    @Test
    void namesTheFirstThatWasDropped() {
        assertThat(Tampering.first(SEALED, records(0, "a", "c", "d", "e"), 4)).contains(new Tampering(1, Kind.DROPPED));
        assertThat(Tampering.first(SEALED, records(0, "a", "", "c", "d"), 4))
                .as("with a hole where it was")
                .contains(new Tampering(1, Kind.DROPPED));
        assertThat(Tampering.first(SEALED, records(0, "a", "b", "c"), 4))
                .as("at the end")
                .contains(new Tampering(3, Kind.DROPPED));
    }

    @Test
    void namesTheFirstThatWasInserted() {
        assertThat(Tampering.first(SEALED, records(0, "a", "x", "b", "c", "d"), 4))
                .contains(new Tampering(1, Kind.INSERTED));
    }

    @Test
    void namesWhereTheOrderIsAnother() {
        assertThat(Tampering.first(SEALED, records(0, "a", "c", "b", "d"), 4))
                .contains(new Tampering(1, Kind.REORDERED));
    }
}
