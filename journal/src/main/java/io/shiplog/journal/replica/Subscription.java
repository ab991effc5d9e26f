package io.shiplog.journal.replica;

/** A running watch of one resource. */
public interface Subscription extends AutoCloseable {

    /** Asks for a call of the listener soon, even if nothing changes, that tells how far the replica has folded. */
    void requestProgress();

    /** Says that a listener that was not ready is so again. */
    void resume();

    /** Ends the watch; a call of the listener that runs now may still end after this returns. */
    @Override
    void close();
}
