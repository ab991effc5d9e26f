package io.shiplog.journal.kafka;

/** The journal no longer has proposals that were never folded into the state topics: booting would lose them. */
public final class JournalTruncatedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalTruncatedException(long begins, long committed) {
        super("the journal begins at offset " + begins + " but the state topics hold it only up to " + committed
                + ": what lay between is lost; the audit window is shorter than the materializer's absence");
    }
}
