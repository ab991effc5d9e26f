package io.shiplog.cel.library;

import org.jspecify.annotations.Nullable;

/**
 * What a function does with the arguments that it is for.
 *
 * @param body what it does
 * @param cost what a call costs
 */
public record Implementation(Body body, CallCost cost) {
    /** A function of values. */
    @FunctionalInterface
    public interface Body {
        /**
         * The value, null when the arguments are not of its types.
         *
         * @throws io.shiplog.cel.value.EvaluationException when there is no value
         */
        @Nullable
        Object apply(Object[] args);
    }

    /** What a call costs, in cel-go's units. */
    @FunctionalInterface
    public interface CallCost {
        long of(Object[] args, Object result);
    }
}
