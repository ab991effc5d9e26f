package io.shiplog.journal.kafka.clients;

/** Kafka did not answer, or answered with an error that time may cure. */
public final class KafkaUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KafkaUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
