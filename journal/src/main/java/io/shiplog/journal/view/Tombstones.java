package io.shiplog.journal.view;

import java.util.LinkedHashMap;

/**
 * The resourceVersions at which objects were deleted, so that an older record that comes late does not bring an object
 * back. One thread owns it.
 *
 * @param <K> what names an object
 */
public final class Tombstones<K> {
    /** Older ones are forgotten: only a paused writer's late record needs them, and it comes soon or never. */
    private static final int LIMIT = 50_000;

    private final LinkedHashMap<K, Long> versions = new LinkedHashMap<>();

    /** The resourceVersion at which {@code key} was deleted, 0 if it is not remembered as deleted. */
    public long resourceVersion(K key) {
        return versions.getOrDefault(key, 0L);
    }

    public void add(K key, long resourceVersion) {
        versions.remove(key);
        versions.put(key, resourceVersion);
        if (versions.size() > LIMIT) {
            versions.remove(versions.keySet().iterator().next());
        }
    }

    public void remove(K key) {
        versions.remove(key);
    }

    public void clear() {
        versions.clear();
    }
}
