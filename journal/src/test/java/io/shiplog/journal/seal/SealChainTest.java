package io.shiplog.journal.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.codec.SealCodec;
import io.shiplog.journal.seal.Seal.SealedKeyframe;
import io.shiplog.journal.testkit.Objects;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.junit.jupiter.api.Test;

class SealChainTest {
    private static final WrittenSeal FIRST = seal("", 0, "a", "b");
    private static final WrittenSeal SECOND = seal(FIRST.head(), 2, "c", "d", "e");

    private final SealChain chain = new SealChain();

    @Test
    void eachSealGoesOnWhereTheOneBeforeEnded() {
        assertThat(chain.take(FIRST)).isEqualTo(new SealChain.Verdict.Next());
        assertThat(chain.take(SECOND)).isEqualTo(new SealChain.Verdict.Next());
        assertThat(chain.to()).isEqualTo(5);
        assertThat(chain.head()).isEqualTo(SECOND.head());
    }

    @Test
    void ofTwoThatOverlapTheFirstInTheTopicIsTheNextAndTheOtherChangesNothing() {
        chain.take(FIRST);
        chain.take(SECOND);
        assertThat(chain.take(seal(FIRST.head(), 2, "c", "d"))).isEqualTo(new SealChain.Verdict.Beside());
        assertThat(chain.take(seal("", 0, "a"))).isEqualTo(new SealChain.Verdict.Beside());
        assertThat(chain.head()).isEqualTo(SECOND.head());
    }

    @Test
    void twoThatOverlapAndSawAnotherJournalAreAFork() {
        chain.take(FIRST);
        chain.take(SECOND);
        assertThat(chain.take(seal(FIRST.head(), 2, "c", "x")))
                .isInstanceOfSatisfying(
                        SealChain.Verdict.Fork.class,
                        fork -> assertThat(fork.why()).contains("offset 3"));
        assertThat(chain.take(seal("ab", 5, "f"))).isInstanceOf(SealChain.Verdict.Fork.class);
    }

    @Test
    void aChainThatBeginsAnewSaysWhatIsNotSealed() {
        chain.take(FIRST);
        assertThat(chain.take(seal("", 7, "h"))).isEqualTo(new SealChain.Verdict.Anew(2, 7));
        assertThat(chain.to()).isEqualTo(8);
    }

    @Test
    void goesOnFromTheEndOfTheTopicWhoeverWasNotTheNextThere() {
        WrittenSeal loser = seal(FIRST.head(), 2, "c");
        WrittenSeal third = seal(SECOND.head(), 5, "f");
        assertThat(SealChain.resume(List.of(FIRST, SECOND, loser, third)).head())
                .isEqualTo(third.head());
        assertThat(SealChain.resume(List.of(loser, third)).head())
                .as("the tail may begin with one that was not the next, but nobody goes on from that")
                .isEqualTo(loser.head());
        WrittenSeal fourth = seal(third.head(), 6, "g");
        assertThat(SealChain.resume(List.of(loser, third, fourth)).head()).isEqualTo(fourth.head());
        assertThat(SealChain.resume(List.of(SECOND, loser)).head()).isEqualTo(SECOND.head());
        assertThat(SealChain.resume(List.of()).to()).isEqualTo(-1);
    }

    @Test
    void theHeadDependsOnEveryPart() {
        Seal seal = SECOND.seal();
        var keyframe = new SealedKeyframe("4/x", "00");
        assertThat(List.of(
                        seal,
                        new Seal(seal.previous(), 3, 6, seal.records(), null),
                        new Seal("", 2, 5, seal.records(), null),
                        new Seal(seal.previous(), 2, 5, seal.records(), keyframe),
                        new Seal(seal.previous(), 2, 5, records(2, "c", "d", "f"), null)))
                .extracting(Seal::head)
                .doesNotHaveDuplicates();
    }

    @Test
    void isReadAsItWasWrittenWithItsSignature() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Seal seal = new Seal("ab", 3, 3, Fingerprints.NONE, new SealedKeyframe("3/x", "0f"));
        WrittenSeal written = new SealKey.Signer(pair.getPrivate(), pair.getPublic()).sign(seal);
        WrittenSeal read = SealCodec.decode(SealCodec.encode(written));
        assertThat(read.isIntact()).isTrue();
        assertThat(read.seal().keyframe()).isEqualTo(seal.keyframe());
        assertThat(SealKey.isSigned(read, pair.getPublic())).isTrue();
        assertThat(SealKey.isSigned(read, other.getPublic())).isFalse();
        assertThat(SealKey.isSigned(new WrittenSeal(seal, seal.head(), null), pair.getPublic()))
                .isFalse();
        assertThat(SealKey.isSigned(
                        new WrittenSeal(SECOND.seal(), SECOND.head(), written.signature()), pair.getPublic()))
                .isFalse();
    }

    static WrittenSeal seal(String previous, long from, String... values) {
        Seal seal = new Seal(previous, from, from + values.length, records(from, values), null);
        return new WrittenSeal(seal, seal.head(), null);
    }

    static Fingerprints records(long from, String... values) {
        var collecting = new Fingerprints.Collecting(from);
        for (int i = 0; i < values.length; i++) {
            if (!values[i].isEmpty()) {
                collecting.add(from + i, 1_000, Objects.utf8(values[i]));
            }
        }
        return collecting.upTo(from + values.length);
    }
}
