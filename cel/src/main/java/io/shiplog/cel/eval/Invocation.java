package io.shiplog.cel.eval;

import io.shiplog.cel.library.Implementation;
import io.shiplog.cel.value.EvaluationException;
import java.util.List;

/** A call of a function: the first meaning that is for these arguments tells the value. */
record Invocation(String name, Implementation[] meanings, ProgramNode[] args) implements ProgramNode {
    Invocation(String name, List<Implementation> meanings, ProgramNode[] args) {
        this(name, meanings.toArray(Implementation[]::new), args);
    }

    @Override
    public Object eval(Frame frame) {
        Object[] values = new Object[args.length];
        for (int i = 0; i < args.length; i++) {
            values[i] = args[i].eval(frame);
        }
        for (Implementation meaning : meanings) {
            Object value = meaning.body().apply(values);
            if (value != null) {
                frame.charge(meaning.cost().of(values, value));
                return value;
            }
        }
        throw name.startsWith("_") || name.endsWith("_")
                ? EvaluationException.noSuchOverload()
                : EvaluationException.noSuchOverload(name);
    }
}
