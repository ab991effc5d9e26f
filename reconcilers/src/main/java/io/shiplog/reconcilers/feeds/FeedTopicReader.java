package io.shiplog.reconcilers.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a feed's topic by a consumer of its own. */
final class FeedTopicReader implements PublishedFeed.Reader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final String topic;
    private final FeedFold.Digest digest;
    private final Consumer<byte[], byte[]> consumer;

    FeedTopicReader(ClusterConfig cluster, String topic, FeedFold.Digest digest) {
        this.topic = topic;
        this.digest = digest;
        Map<String, Object> settings = cluster.clientSettings();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Nobody waits for what is read after the start: a broker with nothing new may keep the question for long.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Map<String, UUID> latest() {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        var latest = new HashMap<String, UUID>();
        long progress = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            var records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                progress = System.nanoTime();
            } else if (System.nanoTime() - progress > PATIENCE.toNanos()) {
                throw new KafkaException("nothing came from " + topic + " for " + PATIENCE.toSeconds() + " s");
            }
            records.forEach(record -> {
                String key = new String(record.key(), UTF_8);
                if (record.value() == null) {
                    latest.remove(key);
                } else {
                    latest.put(key, digest.of(key, record.value()));
                }
            });
        }
        return latest;
    }

    @Override
    public List<PublishedFeed.Seen> next() {
        var seen = new ArrayList<PublishedFeed.Seen>();
        consumer.poll(Duration.ZERO)
                .forEach(record -> seen.add(
                        PublishedFeed.Seen.of(new String(record.key(), UTF_8), record.value(), record.headers())));
        return seen;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
