package io.shiplog.bench.faults.history;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What really happened to the objects that clients worked with: every version of each, in the journal's one order.
 * Immutable.
 */
public final class Truth {
    /**
     * A version of an object. Every value is written once only.
     *
     * @param position its resourceVersion
     * @param value what it says, null for a deletion
     * @param base the resourceVersion that it replaced, 0 for none
     */
    public record Version(
            long position, String key, @Nullable String value, long base) {
        boolean isDeletion() {
            return value == null;
        }
    }

    private final NavigableMap<Long, Version> all = new TreeMap<>();
    private final Map<String, NavigableMap<Long, Version>> byKey = new HashMap<>();
    private final Map<String, Version> byValue = new HashMap<>();
    private final Map<String, Version> deletions = new HashMap<>();

    /** @throws IllegalArgumentException when two versions have one position, or one value */
    public Truth(List<Version> versions) {
        for (Version version : versions) {
            boolean twice = all.putIfAbsent(version.position(), version) != null;
            byKey.computeIfAbsent(version.key(), key -> new TreeMap<>()).put(version.position(), version);
            if (version.value() == null) {
                deletions.put(version.key() + "@" + version.base(), version);
            } else {
                twice |= byValue.put(version.value(), version) != null;
            }
            if (twice) {
                throw new IllegalArgumentException("twice: " + version);
            }
        }
    }

    /** The version that wrote {@code value}, null when none did. */
    @Nullable
    Version of(String value) {
        return byValue.get(value);
    }

    /** The deletion of the version of {@code key} at {@code base}, null when there was none. */
    @Nullable
    Version deletion(String key, long base) {
        return deletions.get(key + "@" + base);
    }

    /** The newest version of {@code key} at a position, null when there was none yet. */
    @Nullable
    Version at(String key, long position) {
        Map.Entry<Long, Version> entry = versions(key).floorEntry(position);
        return entry == null ? null : entry.getValue();
    }

    boolean exists(String key, long position) {
        Version version = at(key, position);
        return version != null && !version.isDeletion();
    }

    /** The first version of {@code key} after a position, null when there is none. */
    @Nullable
    Version next(String key, long position) {
        Map.Entry<Long, Version> entry = versions(key).higherEntry(position);
        return entry == null ? null : entry.getValue();
    }

    private NavigableMap<Long, Version> versions(String key) {
        return byKey.getOrDefault(key, new TreeMap<>());
    }

    /** What came after {@code from} and not after {@code to}, in order. */
    Collection<Version> between(long from, long to) {
        return from >= to ? List.of() : all.subMap(from, false, to, true).values();
    }

    /** The position of the first version after a position; {@link Long#MAX_VALUE} when there is none. */
    long nextPosition(long position) {
        Long next = all.higherKey(position);
        return next == null ? Long.MAX_VALUE : next;
    }

    /** The position of the newest version, 0 when there is none. */
    public long last() {
        return all.isEmpty() ? 0 : all.lastKey();
    }

    /** How many versions there were. */
    public int size() {
        return all.size();
    }

    /** The objects that there were at a position, and their versions. */
    Map<String, Long> snapshot(long position) {
        Map<String, Long> snapshot = new HashMap<>();
        for (String key : byKey.keySet()) {
            Version version = at(key, position);
            if (version != null && !version.isDeletion()) {
                snapshot.put(key, version.position());
            }
        }
        return snapshot;
    }
}
