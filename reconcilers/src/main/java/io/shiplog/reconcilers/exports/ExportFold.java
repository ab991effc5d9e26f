package io.shiplog.reconcilers.exports;

import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import io.shiplog.reconcilers.feeds.FeedFold;
import io.shiplog.reconcilers.feeds.FeedRecord;
import io.shiplog.reconcilers.feeds.ObjectRecords;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
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
    private final ObjectRecords records;

    /** @param failed is told which object could not be written, and why */
    public ExportFold(GroupResource resource, BiConsumer<ObjectRef, RuntimeException> failed) {
        this.resource = resource;
        this.records = new ObjectRecords(resource, (object, view) -> object.json(), failed);
    }

    @Override
    public List<FeedRecord> start(StateView view, Map<String, UUID> published) {
        return records.start(view, published);
    }

    @Override
    public List<FeedRecord> changed(Change change, StateView view) {
        return change.resource().equals(resource)
                ? records.of(List.of(change.key().toString()), view)
                : List.of();
    }

    @Override
    public List<FeedRecord> overwritten(String key, byte @Nullable [] value, StateView view) {
        return records.overwritten(key, value, view);
    }
}
