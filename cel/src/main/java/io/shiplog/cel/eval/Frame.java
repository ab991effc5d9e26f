package io.shiplog.cel.eval;

import org.jspecify.annotations.Nullable;

/** One evaluation: the values of variables, and what was spent. Owned by the thread that evaluates. */
public final class Frame {
    final @Nullable Object[] slots;
    private final long limit;
    private long cost;

    Frame(int slots, long limit) {
        this.slots = new Object[slots];
        this.limit = limit;
    }

    /** @throws CostExceededException when more is spent than an expression may cost */
    void charge(long amount) {
        cost += amount;
        if (cost > limit || cost < 0) {
            throw new CostExceededException();
        }
    }

    long cost() {
        return cost;
    }
}
