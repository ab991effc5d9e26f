package io.shiplog.cel.value;

/**
 * An expression that has no value, in the words of cel-go. It is thrown and caught within one evaluation, and kept as
 * the value of a variable where {@code all} and {@code exists} may still pass over it: it has no stack trace.
 */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EvaluationException(String message) {
        super(message, null, false, false);
    }

    public static EvaluationException noSuchOverload() {
        return new EvaluationException("no such overload");
    }

    /** No function of this name takes such arguments. */
    public static EvaluationException noSuchOverload(String function) {
        return new EvaluationException("no such overload: " + function);
    }

    public static EvaluationException noSuchKey(Object key) {
        return new EvaluationException("no such key: " + key);
    }
}
