package io.shiplog.journal.replica;

/**
 * The replica folds no more, because it was closed or because of a fault: nothing that waits on it will be answered.
 */
public final class ReplicaEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReplicaEndedException(String message) {
        super(message);
    }

    public ReplicaEndedException(Throwable fault) {
        super("the replica ended with a fault: " + fault, fault);
    }
}
