package io.shiplog.journal.kafka.topics;

import io.shiplog.journal.Unrecoverable;

/**
 * A topic that a role reads or writes was deleted, or made again under its name. Kafka's clients (4.3.1) do not notice:
 * they go on at their old position, and skip what lies below it.
 */
public final class TopicReplacedException extends RuntimeException implements Unrecoverable {
    private static final long serialVersionUID = 1L;

    TopicReplacedException(String topic, String what) {
        super("the topic " + topic + " was " + what
                + " while this role ran: what it knows is of the old one. Start it again: it"
                + " takes up what there is, or says what is missing");
    }
}
