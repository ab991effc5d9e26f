package io.shiplog.journal.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What somebody may do with topics, each of which has a record in its first partition: tried. */
public final class TriedAccess {
    private static final byte[] ONE = {1};

    private TriedAccess() {}

    /** {@code read <topic>} and {@code write <topic>} for what was let through. */
    public static Set<String> of(ClusterConfig client, Collection<String> topics) {
        var can = new TreeSet<String>();
        try (var consumer = new KafkaConsumer<>(
                        client.clientSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = producer(client)) {
            for (String topic : topics) {
                var partition = new TopicPartition(topic, 0);
                try {
                    consumer.assign(List.of(partition));
                    consumer.seekToBeginning(List.of(partition));
                    assertThat(consumer.poll(Duration.ofSeconds(20)).count()).isPositive();
                    can.add("read " + topic);
                } catch (AuthorizationException refused) {
                    consumer.unsubscribe();
                }
                try {
                    write(producer, topic);
                    can.add("write " + topic);
                } catch (ExecutionException refused) {
                    assertThat(refused).hasCauseInstanceOf(AuthorizationException.class);
                }
            }
        }
        return can;
    }

    /** Gives each topic a record, as somebody who may. */
    public static void fill(ClusterConfig client, Collection<String> topics) {
        try (var producer = producer(client)) {
            for (String topic : topics) {
                write(producer, topic);
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * A producer that asks for no producer number: who may write nothing at all is refused one, and a send that comes
     * just then throws that the producer is in an error state, whatever the topic.
     */
    private static KafkaProducer<byte[], byte[]> producer(ClusterConfig client) {
        Map<String, Object> settings = client.clientSettings();
        settings.put("enable.idempotence", false);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void write(KafkaProducer<byte[], byte[]> producer, String topic) throws ExecutionException {
        try {
            producer.send(new ProducerRecord<>(topic, 0, ONE, ONE)).get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
