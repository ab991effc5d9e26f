package io.shiplog.journal.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.objects.ObjectJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A cluster as it lay in Kafka: what {@code shiplog up} of the first format, with one simulated node, had written when
 * a few things had been created, scaled, changed and deleted. Never changed.
 *
 * @param committed what the materializer's consumer group had committed of the journal
 * @param records the records of all topics; per topic in their order
 */
public record RecordedCluster(long committed, List<Recorded> records) {

    /** One record, its topic's name without the cluster's. */
    public record Recorded(
            String topic,
            long time,
            @Nullable String key,
            Map<String, String> headers,
            @Nullable String value) {

        /** The record as it is produced to the topics of {@code cluster}. */
        @SuppressWarnings("NullAway") // a null value is Kafka's tombstone; the class is not annotated
        public ProducerRecord<byte[], byte[]> of(String cluster) {
            var record = new ProducerRecord<>(cluster + "." + topic, 0, time, bytes(key), bytes(value));
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
            return record;
        }

        private static byte @Nullable [] bytes(@Nullable String text) {
            return text == null ? null : text.getBytes(UTF_8);
        }
    }

    /** The recording. */
    public static RecordedCluster read() {
        var stream =
                Objects.requireNonNull(RecordedCluster.class.getResourceAsStream("/cluster/first-format.ndjson.gz"));
        try (var lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(stream), UTF_8))) {
            long committed =
                    Long.parseLong(Objects.requireNonNull(lines.readLine()).replaceAll("\\D", ""));
            List<Recorded> records = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                records.add(record(line));
            }
            return new RecordedCluster(committed, List.copyOf(records));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The records of one topic. */
    public List<Recorded> of(String topic) {
        return records.stream().filter(record -> record.topic().equals(topic)).toList();
    }

    private static Recorded record(String line) {
        String topic = "";
        long time = 0;
        String key = null;
        String value = null;
        Map<String, String> headers = new LinkedHashMap<>();
        try (JsonParser parser = ObjectJson.parser(line.getBytes(UTF_8))) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "topic" -> topic = parser.getString();
                    case "time" -> time = parser.getLongValue();
                    case "key" -> key = parser.getString();
                    case "value" -> value = parser.getString();
                    case "headers" -> {
                        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                            String header = parser.currentName();
                            parser.nextToken();
                            headers.put(header, parser.getString());
                        }
                    }
                    default -> throw new IllegalArgumentException("the recording has a member " + name);
                }
            }
        }
        return new Recorded(topic, time, key, headers, value);
    }
}
