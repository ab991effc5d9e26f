package io.shiplog.journal.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import io.shiplog.journal.memory.InMemoryArchive;
import io.shiplog.journal.memory.InMemoryJournal;
import io.shiplog.journal.testkit.Objects;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final long LARGE = 1 << 30;

    private final InMemoryJournal journal = new InMemoryJournal();
    private final InMemoryArchive memory = new InMemoryArchive(journal);
    private final AtomicLong folded = new AtomicLong();
    private final List<State> states = new ArrayList<>(List.of(State.EMPTY));

    @Test
    void aMomentIsTheFoldUpToItFromTheLastKeyframeBefore() {
        write(20);
        memory.write(states.get(5), Instant.EPOCH);
        memory.write(states.get(10), Instant.EPOCH);
        try (Moments moments = moments(LARGE)) {
            assertThat(names(moments, 12)).isEqualTo(names(states.get(12)));
            assertThat(folded).hasValue(2);
            assertThat(names(moments, 12)).isEqualTo(names(states.get(12)));
            assertThat(folded).hasValue(2);
            // From the moment that was looked at, which is nearer than a keyframe.
            assertThat(names(moments, 15)).isEqualTo(names(states.get(15)));
            assertThat(folded).hasValue(5);
            assertThat(names(moments, 4)).isEqualTo(names(states.get(4)));
            assertThat(folded).hasValue(9);
        }
    }

    @Test
    void theWindowBeginsWithTheFirstKeyframeThatTheJournalGoesOnFrom() {
        write(20);
        memory.write(states.get(5), Instant.parse("2026-01-01T00:00:00Z"));
        memory.write(states.get(10), Instant.parse("2026-01-02T00:00:00Z"));
        memory.forgetBefore(7);
        try (Moments moments = moments(LARGE)) {
            assertThat(moments.window()).isEqualTo(new PastWindow(10, Instant.parse("2026-01-02T00:00:00Z"), 20));
            assertThat(names(moments, 10)).isEqualTo(names(states.get(10)));
            assertThatThrownBy(() -> names(moments, 9))
                    .hasCauseInstanceOf(OutsideWindowException.class)
                    .hasMessageContaining("before the audit window, which reaches from 2026-01-02T00:00:00Z"
                            + " (resourceVersion 10) until now (resourceVersion 20)");
            assertThatThrownBy(() -> names(moments, 21)).hasMessageContaining("is still to come");
        }
    }

    @Test
    void aDamagedKeyframeIsReplacedByTheOneBefore() {
        write(10);
        memory.write(states.get(3), Instant.EPOCH);
        memory.write(states.get(6), Instant.EPOCH);
        Archive damaged = new Counting() {
            @Override
            public State load(Keyframe keyframe) {
                if (keyframe.resourceVersion() == 6) {
                    throw new DamagedKeyframeException(keyframe, "for the test");
                }
                return super.load(keyframe);
            }
        };
        try (Moments moments = new Moments(damaged, () -> State.EMPTY, InstantSource.system(), LARGE)) {
            assertThat(names(moments, 8)).isEqualTo(names(states.get(8)));
            assertThat(folded).hasValue(5);
        }
    }

    @Test
    void whatIsKeptAtHandIsBoundedButForTheLast() {
        write(10);
        try (Moments moments = moments(1)) {
            names(moments, 8);
            names(moments, 8);
            assertThat(folded).hasValue(8);
            names(moments, 4);
            assertThat(folded).hasValue(12);
            names(moments, 8);
            assertThat(folded).hasValue(16);
        }
    }

    @Test
    void theMomentOfTheStateAtHandCostsNothing() {
        write(10);
        try (Moments moments = new Moments(new Counting(), () -> states.get(10), InstantSource.system(), LARGE)) {
            assertThat(names(moments, 10)).isEqualTo(names(states.get(10)));
            assertThat(folded).hasValue(0);
        }
    }

    private Moments moments(long cacheBytes) {
        return new Moments(new Counting(), () -> State.EMPTY, InstantSource.system(), cacheBytes);
    }

    private void write(int proposals) {
        for (int i = 0; i < proposals; i++) {
            var proposal = Objects.proposal(Objects.create(Objects.key("m" + i), "u" + i, "v"));
            long offset = journal.append(proposal).join();
            states.add(states.getLast().fold(proposal, offset).next());
        }
    }

    private static List<String> names(Moments moments, long version) {
        return names(moments.at(new MomentName.Version(version)).join().state());
    }

    private static List<String> names(State state) {
        return state.list(Objects.CONFIG_MAPS).stream().map(Object::toString).toList();
    }

    /** Counts the records that are read, to be folded. */
    private class Counting implements Archive {
        @Override
        public Extent journal() {
            return memory.journal();
        }

        @Override
        public List<Keyframe> keyframes() {
            return memory.keyframes();
        }

        @Override
        public State load(Keyframe keyframe) {
            return memory.load(keyframe);
        }

        @Override
        public void read(long from, long to, Consumer<JournalRecord> reader) {
            // The window looks at the first record alone.
            if (to > 1) {
                folded.addAndGet(to - from);
            }
            memory.read(from, to, reader);
        }

        @Override
        public long after(Instant time) {
            return memory.after(time);
        }

        @Override
        public void close() {}
    }
}
