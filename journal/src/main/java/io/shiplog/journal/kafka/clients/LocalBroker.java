package io.shiplog.journal.kafka.clients;

/**
 * A Kafka broker of this process, asked by calls in place of requests: no socket, and none of the threads around one.
 */
public interface LocalBroker {
    /**
     * A partition of an existing topic, as soon as the broker leads it.
     *
     * @throws KafkaUnavailableException when it does not within half a minute
     */
    LocalPartition partition(String topic, int partition);

    /**
     * How many partitions an existing topic has.
     *
     * @throws KafkaUnavailableException when the broker does not know the topic
     */
    int partitions(String topic);
}
