package io.shiplog.journal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Recorded topics: a line per record, its key and its value with a tab between, no value being a tombstone. */
final class RecordedFeeds {
    private RecordedFeeds() {}

    /** The latest value of every key that has one. */
    static Map<String, byte[]> latest(String resource) {
        var latest = new TreeMap<String, byte[]>();
        for (String line : text(resource).split("\n")) {
            String[] parts = line.split("\t", -1);
            if (parts[1].isEmpty()) {
                latest.remove(parts[0]);
            } else {
                latest.put(parts[0], parts[1].getBytes(UTF_8));
            }
        }
        return latest;
    }

    static String text(String resource) {
        try (InputStream stream = RecordedFeeds.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(stream, resource).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
