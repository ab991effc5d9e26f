package io.shiplog.cel.cost;

import org.jspecify.annotations.Nullable;

/**
 * What a call costs, and how large its result is.
 *
 * @param result null when that is not told
 */
record CallEstimate(Range cost, @Nullable Range result) {
    static CallEstimate of(Range cost) {
        return new CallEstimate(cost, null);
    }
}
