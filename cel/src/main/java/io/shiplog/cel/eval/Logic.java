package io.shiplog.cel.eval;

import io.shiplog.cel.value.EvaluationException;
import java.util.Optional;

/** What need not look at everything: an error on one side does not count where the other side decides. */
final class Logic {
    private Logic() {}

    record And(ProgramNode left, ProgramNode right) implements ProgramNode {
        @Override
        public Object eval(Frame frame) {
            return either(left, right, false, frame);
        }
    }

    record Or(ProgramNode left, ProgramNode right) implements ProgramNode {
        @Override
        public Object eval(Frame frame) {
            return either(left, right, true, frame);
        }
    }

    record Conditional(ProgramNode test, ProgramNode yes, ProgramNode no) implements ProgramNode {
        @Override
        public Object eval(Frame frame) {
            return test.eval(frame) instanceof Boolean flag ? (flag ? yes : no).eval(frame) : noOverload();
        }
    }

    /** Whether a value is not false; an error is not. */
    record NotStrictlyFalse(ProgramNode operand) implements ProgramNode {
        @Override
        public Object eval(Frame frame) {
            frame.charge(1);
            try {
                return !Boolean.FALSE.equals(operand.eval(frame));
            } catch (EvaluationException _) {
                return true;
            }
        }
    }

    /** {@code a.or(b)} of two that may not be there, and {@code a.orValue(b)}. */
    record Or2(ProgramNode first, ProgramNode second, boolean value) implements ProgramNode {
        @Override
        public Object eval(Frame frame) {
            if (!(first.eval(frame) instanceof Optional<?> maybe)) {
                throw EvaluationException.noSuchOverload();
            }
            frame.charge(1);
            return maybe.isEmpty() ? second.eval(frame) : value ? maybe.get() : maybe;
        }
    }

    private static Object either(ProgramNode left, ProgramNode right, boolean decides, Frame frame) {
        EvaluationException error = null;
        try {
            Object value = left.eval(frame);
            if (value instanceof Boolean flag) {
                if (flag == decides) {
                    return flag;
                }
            } else {
                error = EvaluationException.noSuchOverload();
            }
        } catch (EvaluationException e) {
            error = e;
        }
        Object value = right.eval(frame);
        if (!(value instanceof Boolean flag)) {
            throw error != null ? error : EvaluationException.noSuchOverload();
        }
        if (flag != decides && error != null) {
            throw error;
        }
        return flag;
    }

    private static Object noOverload() {
        throw EvaluationException.noSuchOverload();
    }
}
