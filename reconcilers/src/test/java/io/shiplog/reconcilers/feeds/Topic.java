package io.shiplog.reconcilers.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A feed's topic in memory, and the view and fold that feed it: for tests of folds. */
public final class Topic {
    public final StateView view = new StateView();
    private final Supplier<FeedFold> folds;
    private final FeedFold.Digest digest;
    private final Map<String, byte[]> latest = new TreeMap<>();
    private FeedFold fold;
    private long resourceVersion;

    public Topic(Supplier<FeedFold> folds, FeedFold.Digest digest) {
        this.folds = folds;
        this.digest = digest;
        this.fold = folds.get();
    }

    /** Changes an object, or removes it, and takes what the fold makes of it: the records. */
    public List<FeedRecord> put(GroupResource resource, String key, @Nullable String json) {
        return take(change(resource, key, json));
    }

    /** Changes an object that the fold never hears of: a crash came between. */
    public void putUnheard(GroupResource resource, String key, @Nullable String json) {
        change(resource, key, json);
    }

    private @Nullable Change change(GroupResource resource, String key, @Nullable String json) {
        byte[] object = json == null ? null : json.getBytes(UTF_8);
        return view.apply(
                new StateRecord(resource, ObjectKey.parse(key), "uid-" + key, ++resourceVersion, "p", object));
    }

    private List<FeedRecord> take(@Nullable Change change) {
        return keep(change == null ? List.of() : fold.changed(change, view));
    }

    /** Starts a new fold on what the topic holds: the records that it writes. */
    public List<FeedRecord> restart() {
        var published = new HashMap<String, UUID>();
        latest.forEach((key, value) -> published.put(key, digest.of(key, value)));
        fold = folds.get();
        return keep(fold.start(view, published));
    }

    /** Somebody else writes over a key: the records that put it right. */
    public List<FeedRecord> overwrite(String key, @Nullable String value) {
        byte[] bytes = value == null ? null : value.getBytes(UTF_8);
        keep(List.of(new FeedRecord(key, bytes)));
        return keep(fold.overwritten(key, bytes, view));
    }

    private List<FeedRecord> keep(List<FeedRecord> records) {
        for (FeedRecord record : records) {
            if (record.value() == null) {
                latest.remove(record.key());
            } else {
                latest.put(record.key(), record.value());
            }
        }
        return records;
    }

    /** What the topic holds, as text. */
    public Map<String, String> latest() {
        var text = new TreeMap<String, String>();
        latest.forEach((key, value) -> text.put(key, new String(Objects.requireNonNull(value), UTF_8)));
        return text;
    }
}
