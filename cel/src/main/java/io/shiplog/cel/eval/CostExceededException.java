package io.shiplog.cel.eval;

/** An evaluation that was broken off since it cost more than an expression may. */
public final class CostExceededException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CostExceededException() {
        super("operation cancelled: actual cost limit exceeded", null, false, false);
    }
}
