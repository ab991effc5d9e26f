package io.shiplog.journal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.Origin.Impersonator;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.testkit.States;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal of every format version replays for ever: these files are never changed, only added to by new versions. */
class RecordedJournalTest {
    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aJournalOfEveryVersionReplaysToItsState(String version) throws IOException {
        List<Boolean> accepted = new ArrayList<>();
        State state = State.EMPTY;
        for (Proposal proposal : journal(version)) {
            State.Folded folded = state.fold(proposal, state.resourceVersion());
            accepted.add(folded.verdict() instanceof Verdict.Accepted);
            state = folded.next();
        }
        assertThat(accepted).containsExactly(true, true, true, false, true, true, false, false, true);
        assertThat(States.print(state)).isEqualTo(read("/journal/" + version + ".state.txt"));
    }

    @Test
    void whoReallyAskedIsKnownSinceItIsWritten() throws IOException {
        assertThat(journal("v1"))
                .extracting(proposal -> proposal.origin().impersonator())
                .containsOnlyNulls();
        assertThat(journal("v2").getFirst().origin().impersonator())
                .isEqualTo(new Impersonator("jane", List.of("ops", "system:masters")));
    }

    @Test
    void whatLedAControllerToAProposalIsKnownSinceItIsWritten() throws IOException {
        assertThat(journal("v2"))
                .extracting(proposal -> proposal.origin().trigger())
                .containsOnly(0L);
        Proposal recorded = journal("v2.trigger").getFirst();
        assertThat(recorded.origin().trigger()).isEqualTo(38);
        assertThat(new String(new ProposalCodec(ProposalLimits.DEFAULT).encode(recorded), StandardCharsets.UTF_8)
                        + "\n")
                .isEqualTo(read("/journal/v2.trigger.ndjson"));
    }

    private static List<Proposal> journal(String version) throws IOException {
        ProposalCodec codec = new ProposalCodec(ProposalLimits.DEFAULT);
        return read("/journal/" + version + ".ndjson")
                .lines()
                .map(line -> codec.decode(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static String read(String resource) throws IOException {
        try (InputStream stream = RecordedJournalTest.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
