package io.shiplog.reconcilers.daemonset;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.facts.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a reconcile of a DaemonSet has found to do. Mutable; one reconcile owns it. */
final class DaemonChanges {
    /** The nodes that get a pod. */
    private final Set<String> creations = new LinkedHashSet<>();

    private final List<StoredObject> deletions = new ArrayList<>();
    private final List<StoredObject> failed = new ArrayList<>();
    private final List<StoredObject> succeeded = new ArrayList<>();
    private @Nullable Instant revisit;

    void create(String node) {
        creations.add(node);
    }

    void delete(StoredObject pod) {
        deletions.add(pod);
    }

    /** Deletes a pod that has failed. */
    void deleteFailed(StoredObject pod) {
        failed.add(pod);
        deletions.add(pod);
    }

    /** Deletes a pod that has ended well, which no daemon should. */
    void deleteSucceeded(StoredObject pod) {
        succeeded.add(pod);
        deletions.add(pod);
    }

    void lookAgain(@Nullable Instant time) {
        revisit = Times.earlier(revisit, time);
    }

    Set<String> creations() {
        return creations;
    }

    List<StoredObject> deletions() {
        return deletions;
    }

    List<StoredObject> failed() {
        return failed;
    }

    List<StoredObject> succeeded() {
        return succeeded;
    }

    @Nullable
    Instant revisit() {
        return revisit;
    }

    boolean isEmpty() {
        return creations.isEmpty() && deletions.isEmpty();
    }
}
