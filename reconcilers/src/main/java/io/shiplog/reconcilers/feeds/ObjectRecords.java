package io.shiplog.reconcilers.feeds;

import io.shiplog.journal.view.StateView;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The records of a feed that has one for each object of a resource, under its key. One thread owns it.
 *
 * <p>Laws:
 * <ul>
 *   <li>a record is written only where it differs from what the topic has;
 *   <li>an object that cannot be read is told of and stops no other.
 * </ul>
 */
public final class ObjectRecords {
    private final GroupResource resource;
    private final BiFunction<StoredObject, StateView, byte[]> value;
    private final BiConsumer<ObjectRef, RuntimeException> failed;
    /** By key, the digest of what the topic has. */
    private final Map<String, UUID> written = new HashMap<>();

    /**
     * @param value what the feed says of an object
     * @param failed is told which object could not be written, and why
     */
    public ObjectRecords(
            GroupResource resource,
            BiFunction<StoredObject, StateView, byte[]> value,
            BiConsumer<ObjectRef, RuntimeException> failed) {
        this.resource = resource;
        this.value = value;
        this.failed = failed;
    }

    /** The digest of a record of the topic. */
    public static UUID digest(String key, byte[] value) {
        return UUID.nameUUIDFromBytes(value);
    }

    /** What brings the topic, which has {@code published}, to what it should be. */
    public List<FeedRecord> start(StateView view, Map<String, UUID> published) {
        written.putAll(published);
        var keys = new HashSet<>(published.keySet());
        view.list(resource).forEach(object -> keys.add(object.key().toString()));
        return of(keys, view);
    }

    /** What has changed in the records of these objects. */
    public List<FeedRecord> of(Iterable<String> keys, StateView view) {
        var records = new ArrayList<FeedRecord>();
        keys.forEach(key -> write(key, view, records));
        return records;
    }

    /** As {@link FeedFold#overwritten}. */
    public List<FeedRecord> overwritten(String key, byte @Nullable [] found, StateView view) {
        note(key, found == null ? null : digest(key, found));
        return of(List.of(key), view);
    }

    private void write(String key, StateView view, List<FeedRecord> records) {
        var ref = new ObjectRef(resource, ObjectKey.parse(key));
        try {
            StoredObject object = view.confirmed(ref);
            byte[] now = object == null ? null : value.apply(object, view);
            UUID digest = now == null ? null : digest(key, now);
            if (!Objects.equals(note(key, digest), digest)) {
                records.add(new FeedRecord(key, now));
            }
        } catch (RuntimeException fault) {
            failed.accept(ref, fault);
        }
    }

    private @Nullable UUID note(String key, @Nullable UUID digest) {
        return digest == null ? written.remove(key) : written.put(key, digest);
    }
}
