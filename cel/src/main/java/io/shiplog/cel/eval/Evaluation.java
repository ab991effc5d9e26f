package io.shiplog.cel.eval;

/**
 * What became of an evaluation.
 *
 * @param cost what it cost, in cel-go's units
 */
public sealed interface Evaluation {
    long cost();

    /** It has this value. */
    record Value(Object value, long cost) implements Evaluation {}

    /** It has none, for this reason. */
    record Failed(String why, long cost) implements Evaluation {}

    /** It was broken off for its cost. */
    record TooExpensive(String why, long cost) implements Evaluation {}
}
