package io.shiplog.journal.kafka.log;

import io.shiplog.journal.Unrecoverable;

/**
 * A record of a topic cannot be read by this build. Whoever folds the topic ends: skipping it would let replicas
 * differ.
 */
public final class UnreadableRecordException extends RuntimeException implements Unrecoverable {
    private static final long serialVersionUID = 1L;

    public UnreadableRecordException(String topic, long offset, Throwable cause) {
        super("record " + offset + " of " + topic + " cannot be read: " + cause.getMessage(), cause);
    }
}
