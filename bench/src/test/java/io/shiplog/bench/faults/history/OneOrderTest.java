package io.shiplog.bench.faults.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.bench.faults.history.ClientCall.Effect;
import io.shiplog.bench.faults.history.ClientCall.Found;
import io.shiplog.bench.faults.history.ClientCall.Listed;
import io.shiplog.bench.faults.history.ClientCall.Wrote;
import io.shiplog.bench.faults.history.Truth.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OneOrderTest {
    /** a: 1 (one), 4 (two); b: 2 (three), gone at 5; positions in between are others'. */
    private static final Truth TRUTH = new Truth(List.of(
            new Version(1, "a", "one", 0),
            new Version(2, "b", "three", 0),
            new Version(4, "a", "two", 1),
            new Version(5, "b", null, 2)));

    private static final Wrote ONE = new Wrote("api", 0, 10, "a", "one", 0, Effect.YES, 1);
    private static final Wrote TWO = new Wrote("api", 20, 30, "a", "two", 1, Effect.YES, 4);

    @Test
    void takesWhatFits() {
        assertThat(violations(
                        ONE,
                        new Wrote("api", 0, 10, "b", "three", 0, Effect.YES, 2),
                        new Found("api", 11, 12, "a", 1, "one"),
                        new Found("api", 21, 22, "a", 4, "two"),
                        new Found("api", 23, 24, "b", 2, "three"),
                        TWO,
                        new Wrote("api", 25, 40, "b", null, 2, Effect.YES, 0),
                        new Found("api", 41, 42, "b", 0, null),
                        new Listed("api", 43, 44, true, 7, Map.of("a", 4L)),
                        new Listed("api", 45, 46, false, 3, Map.of("a", 1L, "b", 2L))))
                .isEmpty();
    }

    @Test
    void findsAStaleRead() {
        assertThat(violations(ONE, TWO, new Found("api", 31, 32, "a", 1, "one")))
                .singleElement()
                .asString()
                .startsWith("stale read");
    }

    @Test
    void findsAReadOfOneKeyThatIsOlderThanOneOfAnotherKey() {
        assertThat(violations(ONE, new Found("api", 20, 21, "b", 0, null), new Found("api", 22, 23, "a", 4, "two")))
                .as("b is gone, or was not there yet")
                .isEmpty();
        assertThat(violations(
                        ONE,
                        new Found("api", 14, 15, "b", 2, "three"),
                        new Found("api", 20, 21, "b", 0, null),
                        new Found("api", 22, 23, "a", 1, "one")))
                .singleElement()
                .asString()
                .startsWith("stale read");
    }

    @Test
    void findsAStaleAbsence() {
        assertThat(violations(TWO, new Found("api", 31, 32, "a", 0, null)))
                .singleElement()
                .asString()
                .startsWith("stale read");
    }

    @Test
    void findsALostWrite() {
        assertThat(violations(new Wrote("api", 50, 60, "a", "lost", 4, Effect.YES, 9)))
                .singleElement()
                .asString()
                .startsWith("lost write");
        assertThat(violations(new Wrote("api", 50, 60, "a", "lost", 4, Effect.UNKNOWN, 0)))
                .isEmpty();
        assertThat(violations(new Wrote("api", 50, 60, "a", null, 4, Effect.YES, 0)))
                .singleElement()
                .asString()
                .startsWith("lost write");
    }

    @Test
    void findsAWriteThatTookEffectAlthoughItWasRefusedOrElsewhereThanItWasTold() {
        assertThat(violations(new Wrote("api", 20, 30, "a", "two", 1, Effect.NO, 0)))
                .singleElement()
                .asString()
                .startsWith("refused write");
        assertThat(violations(new Wrote("api", 20, 30, "a", "two", 1, Effect.YES, 3)))
                .singleElement()
                .asString()
                .startsWith("other write");
    }

    @Test
    void twoClientsMayDeleteTheSameVersionAndOneOfThemIsRefused() {
        var refused = new Wrote("api", 25, 40, "b", null, 2, Effect.NO, 0);
        assertThat(violations(refused, new Wrote("api", 25, 40, "b", null, 2, Effect.YES, 0)))
                .isEmpty();
        assertThat(violations(refused)).singleElement().asString().startsWith("refused write");
        var late = new Found("api", 26, 27, "b", 0, null);
        var unknown = new Wrote("api", 30, 40, "b", null, 2, Effect.UNKNOWN, 0);
        assertThat(violations(TWO, new Wrote("api", 20, 25, "b", null, 2, Effect.YES, 0), late, unknown))
                .as("asked for when the other had deleted it already")
                .isEmpty();
    }

    @Test
    void findsAWriteThatTookEffectBeforeItWasAskedFor() {
        assertThat(violations(
                        new Found("api", 10, 11, "a", 4, "two"),
                        new Wrote("api", 20, 30, "b", "three", 0, Effect.YES, 2)))
                .singleElement()
                .asString()
                .startsWith("early write");
        assertThat(violations(
                        new Found("api", 10, 11, "a", 4, "two"),
                        new Wrote("api", 20, 30, "a", "two", 1, Effect.UNKNOWN, 0)))
                .as("what was read before it was written")
                .singleElement()
                .asString()
                .startsWith("early write");
    }

    @Test
    void findsListsThatAreOfNoMomentOrOfOneThatIsOver() {
        assertThat(violations(new Listed("api", 50, 51, true, 5, Map.of("a", 4L, "b", 2L))))
                .singleElement()
                .asString()
                .startsWith("inexact list");
        assertThat(violations(TWO, new Listed("api", 50, 51, true, 2, Map.of("a", 1L, "b", 2L))))
                .singleElement()
                .asString()
                .startsWith("stale list");
    }

    @Test
    void findsWhatWasNeverWritten() {
        assertThat(violations(new Found("api", 50, 51, "a", 3, "one")))
                .singleElement()
                .asString()
                .startsWith("made up");
    }

    /** A store that is right by construction, and one that answers one read with what was there before. */
    @Test
    void findsOneStaleReadAmongAnyNumberOfRightCalls() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            List<Version> versions = new ArrayList<>();
            List<ClientCall> calls = new ArrayList<>();
            Map<String, Version> now = new HashMap<>();
            Found stale = null;
            for (int step = 1; step <= 60; step++) {
                String key = "k" + random.nextInt(4);
                Version before = now.get(key);
                // Each call takes effect at its step, and calls overlap.
                long begin = step * 10 - random.nextInt(15);
                long end = step * 10 + random.nextInt(15);
                if (random.nextBoolean()) {
                    var version = new Version(step, key, "v" + step, before == null ? 0 : before.position());
                    versions.add(version);
                    now.put(key, version);
                    boolean told = random.nextInt(5) > 0;
                    calls.add(new Wrote(
                            "api",
                            begin,
                            end,
                            key,
                            version.value(),
                            version.base(),
                            told ? Effect.YES : Effect.UNKNOWN,
                            told ? step : 0));
                    if (before != null && told) {
                        stale = new Found("api", end + 1, end + 2, key, before.position(), before.value());
                    }
                } else {
                    calls.add(new Found(
                            "api",
                            begin,
                            end,
                            key,
                            before == null ? 0 : before.position(),
                            before == null ? null : before.value()));
                }
            }
            var truth = new Truth(versions);
            assertThat(OneOrder.violations(truth, calls)).as("seed " + seed).isEmpty();
            if (stale != null) {
                calls.add(random.nextInt(calls.size()), stale);
                assertThat(OneOrder.violations(truth, calls)).as("seed " + seed).isNotEmpty();
            }
        }
    }

    private static List<String> violations(ClientCall... calls) {
        return OneOrder.violations(TRUTH, List.of(calls));
    }
}
