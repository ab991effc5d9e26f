package io.shiplog.objects;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The versions of objects that are in memory, each once, whichever roles of the process hold it. Nothing is kept alive
 * by being here. Any thread may use it.
 *
 * <p>Only what is the same in every way is shared, its bytes included: one process may hold several clusters, whose
 * numbers mean different things, or a fork of one.
 */
final class Versions {
    private static final ConcurrentHashMap<Entry, Entry> ENTRIES = new ConcurrentHashMap<>();
    private static final ReferenceQueue<StoredObject> UNUSED = new ReferenceQueue<>();

    private Versions() {}

    /** {@code object}, or the same that is in memory already. */
    static StoredObject one(StoredObject object) {
        forgetUnused();
        Entry entry = new Entry(object);
        Entry known = ENTRIES.putIfAbsent(entry, entry);
        StoredObject shared = known == null ? null : known.get();
        return shared == null ? object : shared;
    }

    private static void forgetUnused() {
        for (Reference<? extends StoredObject> unused = UNUSED.poll(); unused != null; unused = UNUSED.poll()) {
            if (unused instanceof Entry entry) {
                ENTRIES.remove(entry, entry);
            }
        }
    }

    /** How many versions are known: for the test that none is kept in vain. */
    static int size() {
        forgetUnused();
        return ENTRIES.size();
    }

    private static final class Entry extends WeakReference<StoredObject> {
        private final int hash;

        Entry(StoredObject object) {
            super(object, UNUSED);
            hash = 31 * object.key().hashCode() + Long.hashCode(object.resourceVersion());
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            StoredObject one = get();
            StoredObject two = other instanceof Entry entry && entry.hash == hash ? entry.get() : null;
            return one != null
                    && two != null
                    && one.resourceVersion() == two.resourceVersion()
                    && one.key().equals(two.key())
                    && one.resource().equals(two.resource())
                    && one.uid().equals(two.uid())
                    && Arrays.equals(one.json(), two.json());
        }
    }
}
