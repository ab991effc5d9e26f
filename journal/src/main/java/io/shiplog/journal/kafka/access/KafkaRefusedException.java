package io.shiplog.journal.kafka.access;

/**
 * Kafka does not let a client in, or not do what it has to: its settings, credentials or rights have to be changed
 * first.
 */
public final class KafkaRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message says what is wrong and what helps */
    public KafkaRefusedException(String message) {
        super(message);
    }
}
