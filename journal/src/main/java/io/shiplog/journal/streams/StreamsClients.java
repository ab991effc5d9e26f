package io.shiplog.journal.streams;

import io.shiplog.journal.kafka.clients.LocalBroker;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The Kafka clients of a Streams application: the usual ones, but consumers limit how often they fetch, and
 * consumers and producers call a broker of this process.
 */
final class StreamsClients implements KafkaClientSupplier {
    /** The setting of producers and main consumers that holds the {@link LocalBroker}, where there is one. */
    static final String BROKER = "shiplog.broker";

    private final Lag lag;

    /** @param lag told what the application's consumers have not read yet */
    StreamsClients(Lag lag) {
        this.lag = lag;
    }

    @Override
    public Admin getAdmin(Map<String, Object> settings) {
        return Admin.create(settings);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
        return settings.get(BROKER) instanceof LocalBroker local
                ? new LocalProducer(local)
                : new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
        return settings.get(BROKER) instanceof LocalBroker local
                ? new LocalConsumer(settings, local, lag.ofConsumer())
                : new RateLimitedConsumer(settings, lag.ofConsumer());
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
        return new RateLimitedConsumer(settings, lag.ofConsumer());
    }
}
