package io.shiplog.journal.replica;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The changes of the last minutes, by resource, bounded by count, age and the bytes that they hold, what was made of
 * them included. The fold thread appends; followers read without locks.
 */
final class History {
    private record Kept(ResourceHistory history, ResourceHistory.Node node, WatchEvent event) {}

    private final long startsAfter;
    private final ReplicaSettings.Retention bounds;
    private final Executor dispatcher;
    private final Map<GroupResource, ResourceHistory> byResource = new ConcurrentHashMap<>();
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private final AtomicLong keptBytes = new AtomicLong();
    private final Set<ResourceHistory> touched = new HashSet<>();

    History(long startsAfter, ReplicaSettings.Retention bounds, Executor dispatcher) {
        this.startsAfter = startsAfter;
        this.bounds = bounds;
        this.dispatcher = dispatcher;
    }

    ResourceHistory of(GroupResource resource) {
        ResourceHistory known = byResource.get(resource);
        return known != null ? known : byResource.computeIfAbsent(resource, r -> new ResourceHistory(startsAfter));
    }

    /** Fold thread only. */
    void add(List<Change> changes, Instant time) {
        for (Change change : changes) {
            ResourceHistory history = of(change.resource());
            WatchEvent event = new WatchEvent(change);
            event.keep(keptBytes);
            kept.add(new Kept(history, history.append(event, time), event));
            touched.add(history);
        }
    }

    /**
     * Gives up what is over the bounds, and has the followers of what changed woken. Fold thread only, after publishing
     * the state.
     */
    void publish(Instant now) {
        Instant oldest = now.minus(bounds.age());
        for (Kept first = kept.peek(); first != null && isOver(first, oldest); first = kept.peek()) {
            first.history().giveUp(first.node());
            kept.remove();
            first.event().giveUp();
        }
        for (ResourceHistory history : touched) {
            history.signal(dispatcher);
        }
        touched.clear();
    }

    private boolean isOver(Kept first, Instant oldest) {
        return kept.size() > bounds.changes()
                || keptBytes.get() > bounds.bytes()
                || first.node().time.isBefore(oldest);
    }

    void tellProgress() {
        for (ResourceHistory history : byResource.values()) {
            history.followers().forEach(Follower::requestProgress);
        }
    }

    void end(WatchEnd reason) {
        for (ResourceHistory history : byResource.values()) {
            history.followers().forEach(follower -> follower.end(reason));
        }
    }
}
