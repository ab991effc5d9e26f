package io.shiplog.cel.eval;

import io.shiplog.cel.value.EvaluationException;

/** A variable; one that holds an error has no value for whoever asks. */
record Variable(int slot, String name) implements ProgramNode {
    @Override
    public Object eval(Frame frame) {
        frame.charge(1);
        return switch (frame.slots[slot]) {
            case null -> throw new EvaluationException("no such attribute(s): " + name);
            case EvaluationException error -> throw error;
            case Object value -> value;
        };
    }
}
