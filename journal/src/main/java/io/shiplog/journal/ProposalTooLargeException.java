package io.shiplog.journal;

/** A proposal was over the size that the journal takes and was not appended: the API answers 413. */
public final class ProposalTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProposalTooLargeException(int sizeBytes, int limitBytes) {
        super("the proposal has " + sizeBytes + " bytes, over the limit of " + limitBytes);
    }
}
