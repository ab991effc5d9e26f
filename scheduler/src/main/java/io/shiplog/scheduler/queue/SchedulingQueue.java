package io.shiplog.scheduler.queue;

import io.shiplog.objects.ObjectKey;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.framework.EventKind;
import io.shiplog.scheduler.queue.WaitingPod.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePSet;

/**
 * The pods that are to be scheduled, as an immutable value. Of those to be tried now the one of highest priority comes
 * first, then the one that waits longest. A pod that fitted nowhere waits for one of the events that could help, at
 * least for its back-off and at most for {@link #LONGEST_WAIT}.
 *
 * <p>Law: a pod is in exactly one stage; nothing but {@link #remove} loses it.
 */
public final class SchedulingQueue {
    /** After this time an unschedulable pod is tried again although nothing seems to have changed. */
    public static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** A place in the order of a stage. */
    private record Place(int priority, Instant time, ObjectKey key) {
        static final Comparator<Place> BY_PRIORITY = Comparator.comparingInt(Place::priority)
                .reversed()
                .thenComparing(Place::time)
                .thenComparing(Place::key);
        static final Comparator<Place> BY_TIME =
                Comparator.comparing(Place::time).thenComparing(Place::key);
    }

    public static final SchedulingQueue EMPTY = new SchedulingQueue(
            HashTreePMap.empty(),
            TreePSet.empty(Place.BY_PRIORITY),
            TreePSet.empty(Place.BY_TIME),
            TreePSet.empty(Place.BY_TIME),
            HashTreePMap.empty());

    private final HashPMap<ObjectKey, WaitingPod> byKey;
    private final TreePSet<Place> active;

    /** By the end of the back-off. */
    private final TreePSet<Place> backingOff;

    /** By the time since when. */
    private final TreePSet<Place> unschedulable;

    /**
     * Those of {@code unschedulable} that an event of a kind wakes: an event costs as much as the pods that it wakes.
     */
    private final HashPMap<EventKind, TreePSet<Place>> wokenBy;

    private SchedulingQueue(
            HashPMap<ObjectKey, WaitingPod> byKey,
            TreePSet<Place> active,
            TreePSet<Place> backingOff,
            TreePSet<Place> unschedulable,
            HashPMap<EventKind, TreePSet<Place>> wokenBy) {
        this.byKey = byKey;
        this.active = active;
        this.backingOff = backingOff;
        this.unschedulable = unschedulable;
        this.wokenBy = wokenBy;
    }

    /** The pod to be tried next, null when there is none now. */
    public @Nullable PodInfo next() {
        if (active.isEmpty()) {
            return null;
        }
        WaitingPod waiting = byKey.get(active.first().key());
        return waiting == null ? null : waiting.pod();
    }

    /** The pod as it waits here, null when it does not. */
    public @Nullable PodInfo get(ObjectKey key) {
        WaitingPod waiting = byKey.get(key);
        return waiting == null ? null : waiting.pod();
    }

    public int size() {
        return byKey.size();
    }

    /** Whether the pod fitted nowhere and waits for an event that could help. */
    public boolean waitsForEvent(ObjectKey key) {
        WaitingPod waiting = byKey.get(key);
        return waiting != null && waiting.stage() == Stage.UNSCHEDULABLE;
    }

    /** How many pods are to be tried now. */
    public int activeCount() {
        return active.size();
    }

    /** How many pods are tried again when their back-off is over. */
    public int backingOffCount() {
        return backingOff.size();
    }

    /** How many pods fitted nowhere and wait for an event. */
    public int unschedulableCount() {
        return unschedulable.size();
    }

    /** How many pods wait for their gates to open. */
    public int gatedCount() {
        return byKey.size() - active.size() - backingOff.size() - unschedulable.size();
    }

    /** When a pod is to be tried though nothing happens; long ago if one is now, null for never. */
    public @Nullable Instant due() {
        if (!active.isEmpty()) {
            return Instant.EPOCH;
        }
        Instant backOff = backingOff.isEmpty() ? null : backingOff.first().time();
        Instant longest =
                unschedulable.isEmpty() ? null : unschedulable.first().time().plus(LONGEST_WAIT);
        return backOff == null || longest != null && longest.isBefore(backOff) ? longest : backOff;
    }

    /**
     * Takes a pod, or a new version of one that is here. A new pod is to be tried at once; one that waits for an event
     * is tried again when it has changed in what the scheduler looks at, or when room is no longer made for it; a pod
     * with closed gates is not tried.
     */
    public SchedulingQueue put(PodInfo pod, Instant now) {
        WaitingPod before = byKey.get(pod.key());
        boolean gated = !pod.urgency().gates().isEmpty();
        if (before == null || !before.pod().uid().equals(pod.uid())) {
            Stage stage = gated ? Stage.GATED : Stage.ACTIVE;
            return set(pod.key(), new WaitingPod(pod, stage, now, 0, EnumSet.noneOf(EventKind.class)));
        }
        WaitingPod next = before.with(pod);
        if (gated) {
            return set(pod.key(), next.at(Stage.GATED, now));
        }
        if (before.stage() == Stage.GATED) {
            return set(pod.key(), next.at(Stage.ACTIVE, now));
        }
        boolean changed = !before.pod().labels().equals(pod.labels())
                || !before.pod().urgency().equals(pod.urgency())
                || !before.pod().demand().equals(pod.demand())
                || !before.pod().rules().equals(pod.rules())
                || lostItsRoom(before.pod(), pod);
        return set(pod.key(), changed && before.stage() == Stage.UNSCHEDULABLE ? awake(next, now) : next);
    }

    /**
     * A preemption that was refused, or a nomination that a more important pod took: nothing else would wake the pod.
     */
    private static boolean lostItsRoom(PodInfo before, PodInfo pod) {
        String node = before.life().nominatedNodeName();
        return !node.isEmpty() && !node.equals(pod.life().nominatedNodeName());
    }

    public SchedulingQueue remove(ObjectKey key) {
        return set(key, null);
    }

    /** The pod fitted nowhere: it waits for one of {@code wokenBy}. */
    public SchedulingQueue park(ObjectKey key, Set<EventKind> wokenBy, Instant now) {
        WaitingPod waiting = byKey.get(key);
        return waiting == null
                ? this
                : set(key, new WaitingPod(waiting.pod(), Stage.UNSCHEDULABLE, now, waiting.failures() + 1, wokenBy));
    }

    /** What was decided about the pod could not be written: it is tried again after its back-off. */
    public SchedulingQueue postpone(ObjectKey key, Instant now) {
        WaitingPod waiting = byKey.get(key);
        if (waiting == null) {
            return this;
        }
        var failed = new WaitingPod(waiting.pod(), Stage.BACKING_OFF, now, waiting.failures() + 1, waiting.wokenBy());
        return set(key, failed);
    }

    /** Something happened that is worth another try for the pods that wait for it. */
    public SchedulingQueue wake(EventKind kind, Instant now) {
        SchedulingQueue next = this;
        TreePSet<Place> those = wokenBy.get(kind);
        if (those != null) {
            for (Place place : those) {
                WaitingPod waiting = byKey.get(place.key());
                if (waiting != null) {
                    next = next.set(place.key(), awake(waiting, now));
                }
            }
        }
        return next;
    }

    /** Lets time pass: back-offs end, and what has waited too long is tried again. */
    public SchedulingQueue advance(Instant now) {
        SchedulingQueue next = this;
        for (Place place : backingOff) {
            if (place.time().isAfter(now)) {
                break;
            }
            WaitingPod waiting = byKey.get(place.key());
            if (waiting != null) {
                next = next.set(place.key(), waiting.at(Stage.ACTIVE, now));
            }
        }
        for (Place place : unschedulable) {
            if (place.time().plus(LONGEST_WAIT).isAfter(now)) {
                break;
            }
            WaitingPod waiting = byKey.get(place.key());
            if (waiting != null) {
                next = next.set(place.key(), waiting.at(Stage.ACTIVE, now));
            }
        }
        return next;
    }

    private static WaitingPod awake(WaitingPod waiting, Instant now) {
        boolean soon = waiting.since().plus(waiting.backOff()).isAfter(now);
        // A pod that backs off keeps the time of its failure, from which the back-off counts.
        return soon ? waiting.at(Stage.BACKING_OFF, waiting.since()) : waiting.at(Stage.ACTIVE, now);
    }

    private SchedulingQueue set(ObjectKey key, @Nullable WaitingPod waiting) {
        WaitingPod before = byKey.get(key);
        if (before == null && waiting == null) {
            return this;
        }
        var nextActive = active;
        var nextBackingOff = backingOff;
        var nextUnschedulable = unschedulable;
        var nextWokenBy = wokenBy;
        if (before != null) {
            Place place = place(before);
            switch (before.stage()) {
                case ACTIVE -> nextActive = nextActive.minus(place);
                case BACKING_OFF -> nextBackingOff = nextBackingOff.minus(place);
                case UNSCHEDULABLE -> {
                    nextUnschedulable = nextUnschedulable.minus(place);
                    nextWokenBy = without(nextWokenBy, before, place);
                }
                case GATED -> {}
            }
        }
        if (waiting != null) {
            Place place = place(waiting);
            switch (waiting.stage()) {
                case ACTIVE -> nextActive = nextActive.plus(place);
                case BACKING_OFF -> nextBackingOff = nextBackingOff.plus(place);
                case UNSCHEDULABLE -> {
                    nextUnschedulable = nextUnschedulable.plus(place);
                    nextWokenBy = with(nextWokenBy, waiting, place);
                }
                case GATED -> {}
            }
        }
        var nextByKey = waiting == null ? byKey.minus(key) : byKey.plus(key, waiting);
        return new SchedulingQueue(nextByKey, nextActive, nextBackingOff, nextUnschedulable, nextWokenBy);
    }

    private static HashPMap<EventKind, TreePSet<Place>> with(
            HashPMap<EventKind, TreePSet<Place>> index, WaitingPod waiting, Place place) {
        var next = index;
        for (EventKind kind : waiting.wokenBy()) {
            TreePSet<Place> those = next.get(kind);
            next = next.plus(kind, (those == null ? TreePSet.empty(Place.BY_TIME) : those).plus(place));
        }
        return next;
    }

    private static HashPMap<EventKind, TreePSet<Place>> without(
            HashPMap<EventKind, TreePSet<Place>> index, WaitingPod waiting, Place place) {
        var next = index;
        for (EventKind kind : waiting.wokenBy()) {
            TreePSet<Place> those = next.get(kind);
            if (those != null) {
                TreePSet<Place> rest = those.minus(place);
                next = rest.isEmpty() ? next.minus(kind) : next.plus(kind, rest);
            }
        }
        return next;
    }

    private static Place place(WaitingPod waiting) {
        Instant time = waiting.stage() == Stage.BACKING_OFF ? waiting.since().plus(waiting.backOff()) : waiting.since();
        return new Place(waiting.pod().priority(), time, waiting.pod().key());
    }
}
