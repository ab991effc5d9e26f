package io.shiplog.cel.eval;

import io.shiplog.cel.value.Entries;
import io.shiplog.cel.value.EvaluationException;
import java.util.List;

/**
 * A comprehension: what {@code all}, {@code map} and their kin are made of. An error of one step is kept in the
 * accumulator: a later step may pass over it.
 *
 * @param accumulator the place of what is gathered
 * @param first the place of an item, or of an index or key where there is a second variable
 * @param second the place of a value, negative where there is only one variable
 */
record Comprehension(
        ProgramNode range,
        ProgramNode init,
        ProgramNode condition,
        ProgramNode step,
        ProgramNode result,
        int accumulator,
        int first,
        int second)
        implements ProgramNode {
    @Override
    public Object eval(Frame frame) {
        Object over = range.eval(frame);
        frame.slots[accumulator] = init.eval(frame);
        switch (over) {
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    frame.slots[first] = second < 0 ? list.get(i) : (Object) (long) i;
                    if (second >= 0) {
                        frame.slots[second] = list.get(i);
                    }
                    if (!next(frame)) {
                        break;
                    }
                }
            }
            case Entries entries -> {
                for (Object key : entries.keys()) {
                    frame.slots[first] = key;
                    if (second >= 0) {
                        frame.slots[second] = entries.find(key);
                    }
                    if (!next(frame)) {
                        break;
                    }
                }
            }
            default -> throw EvaluationException.noSuchOverload();
        }
        return result.eval(frame);
    }

    private boolean next(Frame frame) {
        if (!Boolean.TRUE.equals(condition.eval(frame))) {
            return false;
        }
        try {
            frame.slots[accumulator] = step.eval(frame);
        } catch (EvaluationException error) {
            frame.slots[accumulator] = error;
        }
        return true;
    }
}
