package io.shiplog.reconcilers.exports;

import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.feeds.FeedFold;
import io.shiplog.reconcilers.feeds.FeedRecord;
import io.shiplog.reconcilers.feeds.RecordDigests;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Folds the changes of one resource into one record per object: its key, and the object as it is stored. One thread
 * owns it.
 *
 * <p>Law, beside those of every feed: in the end the topic holds exactly the resource's objects, each in its latest
 * version.
 */
public final class ExportFold implements FeedFold {
    private final GroupResource resource;
    private final RecordDigests written = new RecordDigests();

    public ExportFold(GroupResource resource) {
        this.resource = resource;
    }

    @Override
    public List<FeedRecord> start(StateView view, Map<String, UUID> published) {
        written.published(published);
        var keys = new HashSet<>(published.keySet());
        view.list(resource).forEach(object -> keys.add(object.key().toString()));
        var records = new ArrayList<FeedRecord>();
        keys.forEach(key -> write(key, view, records));
        return records;
    }

    @Override
    public List<FeedRecord> changed(Change change, StateView view) {
        var records = new ArrayList<FeedRecord>();
        if (change.resource().equals(resource)) {
            write(change.key().toString(), view, records);
        }
        return records;
    }

    @Override
    public List<FeedRecord> overwritten(String key, byte @Nullable [] value, StateView view) {
        written.overwritten(key, value);
        var records = new ArrayList<FeedRecord>();
        write(key, view, records);
        return records;
    }

    private void write(String key, StateView view, List<FeedRecord> records) {
        StoredObject object = view.confirmed(new ObjectRef(resource, ObjectKey.parse(key)));
        written.write(key, object == null ? null : object.json(), records);
    }
}
