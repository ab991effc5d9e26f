package io.shiplog.cel.eval;

/** A part of an expression that tells its value. Immutable; any number of threads evaluate it, each in a frame. */
@FunctionalInterface
public interface ProgramNode {
    /** @throws io.shiplog.cel.value.EvaluationException when it has no value */
    Object eval(Frame frame);
}
