package io.shiplog.journal.replica;

/** Why a subscription ended. */
public sealed interface WatchEnd {

    /**
     * The changes that it asked for are no longer kept: 410 Gone.
     *
     * @param oldest the lowest resourceVersion that a watch of this resource can start from now
     */
    record Expired(long oldest) implements WatchEnd {}

    /** The subscriber took its events more slowly than they are kept. */
    record TooSlow() implements WatchEnd {}

    /** The replica was closed or had a fault. */
    record ReplicaEnded(String reason) implements WatchEnd {}

    /** The listener threw, or its executor took no more work. */
    record ListenerFailed(Throwable cause) implements WatchEnd {}
}
