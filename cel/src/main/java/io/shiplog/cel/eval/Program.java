package io.shiplog.cel.eval;

import io.shiplog.cel.value.EvaluationException;
import org.jspecify.annotations.Nullable;

/**
 * An expression that can be evaluated. Immutable.
 *
 * @param slots how many variables it has at once
 */
public record Program(ProgramNode root, int slots) {
    /** What one expression may cost (upstream's {@code PerCallLimit}). */
    public static final long COST_LIMIT = 1_000_000;

    /** @param variables the values of the variables in the order of their declaration, null for one without a value */
    public Evaluation run(@Nullable Object... variables) {
        Frame frame = new Frame(slots, COST_LIMIT);
        System.arraycopy(variables, 0, frame.slots, 0, variables.length);
        try {
            return new Evaluation.Value(root.eval(frame), frame.cost());
        } catch (EvaluationException why) {
            return new Evaluation.Failed(String.valueOf(why.getMessage()), frame.cost());
        } catch (CostExceededException why) {
            return new Evaluation.TooExpensive(String.valueOf(why.getMessage()), frame.cost());
        }
    }
}
