package io.shiplog.cel.value;

import org.jspecify.annotations.Nullable;

/** A {@code map} value. */
public interface Entries {
    int size();

    /** The value of a key, null when it is not there. */
    @Nullable
    Object find(Object key);

    Iterable<?> keys();
}
