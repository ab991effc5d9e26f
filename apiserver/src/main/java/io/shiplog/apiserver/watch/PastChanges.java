package io.shiplog.apiserver.watch;

import io.shiplog.apiserver.status.JournalFailures;
import io.shiplog.journal.past.MomentName;
import io.shiplog.journal.past.Moments;
import io.shiplog.journal.past.Replay;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.Subscription;
import io.shiplog.journal.replica.WatchListener;
import io.shiplog.objects.GroupResource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The changes from any past moment on, up to the present, which is then followed.
 *
 * @param speed how many times as fast as it happened; 0 for as fast as it can be
 */
public record PastChanges(Moments moments, Replica replica, double speed) implements WatchedChanges {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Override
    public CompletableFuture<?> reached(long resourceVersion) {
        CompletableFuture<?> there = resourceVersion <= replica.state().resourceVersion()
                ? moments.at(new MomentName.Version(resourceVersion))
                : replica.reached(resourceVersion, PATIENCE);
        return there.exceptionallyCompose(
                failure -> CompletableFuture.failedFuture(JournalFailures.explained(failure)));
    }

    @Override
    public Subscription follow(GroupResource resource, long from, Executor executor, WatchListener listener) {
        return Replay.start(moments, replica, new Replay.Wanted(resource, from, speed), executor, listener);
    }
}
