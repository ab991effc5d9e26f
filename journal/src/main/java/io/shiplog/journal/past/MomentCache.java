package io.shiplog.journal.past;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The moments that were looked at last, bounded by the bytes that they hold: each counts with all of its objects,
 * though they may be shared. The last one stays, however large. Guarded by its owner.
 */
final class MomentCache {
    /** What an object takes beside its JSON, roughly. */
    private static final int OBJECT_BYTES = 200;

    private record Held(PastMoment moment, long bytes) {}

    private final LinkedHashMap<Long, Held> held = new LinkedHashMap<>(16, 0.75f, true);
    private final long limitBytes;
    private long bytes;

    MomentCache(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** The moment of exactly this resourceVersion, null when it is not kept. */
    @Nullable
    PastMoment get(long resourceVersion) {
        Held found = held.get(resourceVersion);
        return found == null ? null : found.moment();
    }

    /** The latest moment that is kept, not after {@code resourceVersion}; null when there is none. */
    @Nullable
    PastMoment floor(long resourceVersion) {
        PastMoment best = null;
        for (Map.Entry<Long, Held> each : held.entrySet()) {
            if (each.getKey() <= resourceVersion
                    && (best == null || each.getKey() > best.state().resourceVersion())) {
                best = each.getValue().moment();
            }
        }
        return best;
    }

    void put(PastMoment moment) {
        Held fresh = new Held(moment, bytes(moment));
        Held before = held.put(moment.state().resourceVersion(), fresh);
        bytes += fresh.bytes() - (before == null ? 0 : before.bytes());
        Iterator<Held> oldest = held.values().iterator();
        while (bytes > limitBytes && held.size() > 1) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }

    private static long bytes(PastMoment moment) {
        long bytes = 0;
        for (GroupResource resource : moment.state().resources()) {
            for (StoredObject object : moment.state().list(resource)) {
                bytes += object.json().length + OBJECT_BYTES;
            }
        }
        return bytes;
    }
}
