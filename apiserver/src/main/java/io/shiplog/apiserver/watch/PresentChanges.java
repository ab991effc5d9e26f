package io.shiplog.apiserver.watch;

import io.shiplog.apiserver.read.ListOptions;
import io.shiplog.apiserver.read.Reads;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.Subscription;
import io.shiplog.journal.replica.WatchListener;
import io.shiplog.objects.GroupResource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The changes of now, and of the last minutes. */
public record PresentChanges(Replica replica, Reads reads) implements WatchedChanges {
    @Override
    public CompletableFuture<?> reached(long resourceVersion) {
        return reads.at(new ListOptions.Moment.NotOlderThan(resourceVersion));
    }

    @Override
    public Subscription follow(GroupResource resource, long from, Executor executor, WatchListener listener) {
        return replica.follow(resource, from, executor, listener);
    }
}
