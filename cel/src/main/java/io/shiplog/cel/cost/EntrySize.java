package io.shiplog.cel.cost;

import org.jspecify.annotations.Nullable;

/** How large the members of a list or map are that an expression makes. */
record EntrySize(boolean list, Range key, Range value) {
    static @Nullable EntrySize union(@Nullable EntrySize one, @Nullable EntrySize other) {
        return one == null || other == null
                ? null
                : new EntrySize(one.list, one.key.or(other.key), one.value.or(other.value));
    }
}
