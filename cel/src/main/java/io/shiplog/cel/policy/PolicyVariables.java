package io.shiplog.cel.policy;

import io.shiplog.cel.eval.Evaluation;
import io.shiplog.cel.eval.Program;
import io.shiplog.cel.value.EvaluationException;
import io.shiplog.cel.value.ObjectValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code variables}: each is evaluated when it is first looked at, once. Owned by the thread that judges.
 */
final class PolicyVariables implements ObjectValue {
    private final Map<String, Program> programs;
    private final Map<String, Evaluation> known = new HashMap<>();
    private @Nullable Object[] values = new Object[0];
    private long cost;

    PolicyVariables(Map<String, Program> programs) {
        this.programs = programs;
    }

    /** @param all the values of all variables of an expression, this one among them */
    void seenWith(@Nullable Object[] all) {
        values = all;
    }

    /** What was spent since this was last asked. */
    long spent() {
        long spent = cost;
        cost = 0;
        return spent;
    }

    @Override
    public @Nullable Object member(String name) {
        Program program = programs.get(name);
        if (program == null) {
            return null;
        }
        Evaluation evaluation = known.get(name);
        if (evaluation == null) {
            evaluation = program.run(values);
            cost += evaluation.cost();
            known.put(name, evaluation);
        }
        return switch (evaluation) {
            case Evaluation.Value(Object value, long _) -> value;
            case Evaluation.Failed(String why, long _) -> throw failed(name, why);
            case Evaluation.TooExpensive(String why, long _) -> throw failed(name, why);
        };
    }

    private static EvaluationException failed(String name, String why) {
        return new EvaluationException("composited variable \"" + name + "\" fails to evaluate: " + why);
    }

    @Override
    public Collection<String> names() {
        return programs.keySet();
    }

    @Override
    public String typeName() {
        return PolicyScope.VARIABLES_TYPE;
    }
}
