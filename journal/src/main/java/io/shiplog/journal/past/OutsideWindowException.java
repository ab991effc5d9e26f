package io.shiplog.journal.past;

/** A moment that nothing is known of: before the audit window, or in the future. */
public final class OutsideWindowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean past;

    private OutsideWindowException(String message, boolean past) {
        super(message);
        this.past = past;
    }

    static OutsideWindowException before(MomentName moment, PastWindow window) {
        return new OutsideWindowException(
                "the moment " + moment + " lies before the audit window, which reaches " + window, true);
    }

    static OutsideWindowException after(MomentName moment, PastWindow window) {
        return new OutsideWindowException(
                "the moment " + moment + " is still to come: the audit window reaches " + window, false);
    }

    /** Whether it was known of once. */
    public boolean isPast() {
        return past;
    }
}
