package io.shiplog.reconcilers.feeds;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The digests of what a feed's topic has, by key: a record is written only where it differs. One thread owns it. */
public final class RecordDigests {
    private final Map<String, UUID> written = new HashMap<>();

    /** The digest of a record of the topic. */
    public static UUID digest(String key, byte[] value) {
        return UUID.nameUUIDFromBytes(value);
    }

    /** The topic has these, written by whomever. */
    public void published(Map<String, UUID> digests) {
        written.putAll(digests);
    }

    /** Somebody else has written a record; null for one that is withdrawn. */
    public void overwritten(String key, byte @Nullable [] value) {
        note(key, value == null ? null : digest(key, value));
    }

    /** Adds to {@code records} what gives the topic {@code value}, null for none, unless it has just that. */
    public void write(String key, byte @Nullable [] value, List<FeedRecord> records) {
        UUID digest = value == null ? null : digest(key, value);
        if (!Objects.equals(note(key, digest), digest)) {
            records.add(new FeedRecord(key, value));
        }
    }

    private @Nullable UUID note(String key, @Nullable UUID digest) {
        return digest == null ? written.remove(key) : written.put(key, digest);
    }
}
