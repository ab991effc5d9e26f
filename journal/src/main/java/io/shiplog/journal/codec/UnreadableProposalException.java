package io.shiplog.journal.codec;

/** A journal record is not a proposal of a version that this build reads. Fatal for whoever folds the journal. */
public final class UnreadableProposalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableProposalException(String message) {
        super(message);
    }

    public UnreadableProposalException(String message, Throwable cause) {
        super(message, cause);
    }
}
