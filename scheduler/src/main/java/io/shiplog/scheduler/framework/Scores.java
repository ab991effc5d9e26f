package io.shiplog.scheduler.framework;

import java.util.Arrays;

/** Brings raw scores into the range 0 to {@link ScorePlugin#MAX_SCORE}. */
public final class Scores {
    private Scores() {}

    /** Scales so that the largest becomes 100; all 0 stays all 0. Integer division, as upstream. */
    public static long[] scaled(long[] raw) {
        long max = Arrays.stream(raw).max().orElse(0);
        return max == 0
                ? raw.clone()
                : Arrays.stream(raw)
                        .map(score -> score * ScorePlugin.MAX_SCORE / max)
                        .toArray();
    }

    /** Scales so that 0 becomes 100 and the largest becomes 0; all 0 becomes all 100. */
    public static long[] scaledAndReversed(long[] raw) {
        return Arrays.stream(scaled(raw))
                .map(score -> ScorePlugin.MAX_SCORE - score)
                .toArray();
    }
}
