package io.shiplog.journal.codec;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A journal of every format version replays for ever: these files are never changed, only added to by new versions. */
class RecordedJournalTest {
    @Test
    void aJournalOfVersion1ReplaysToItsState() throws IOException {
        ProposalCodec codec = new ProposalCodec(ProposalLimits.DEFAULT);
        List<Boolean> accepted = new ArrayList<>();
        State state = State.EMPTY;
        for (String line : read("/journal/v1.ndjson").split("\n")) {
            State.Folded folded =
                    state.fold(codec.decode(line.getBytes(StandardCharsets.UTF_8)), state.resourceVersion());
            accepted.add(folded.verdict() instanceof Verdict.Accepted);
            state = folded.next();
        }
        assertThat(accepted).containsExactly(true, true, true, false, true, true, false, false, true);
        assertThat(States.print(state)).isEqualTo(read("/journal/v1.state.txt"));
    }

    private static String read(String resource) throws IOException {
        try (InputStream stream = RecordedJournalTest.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
