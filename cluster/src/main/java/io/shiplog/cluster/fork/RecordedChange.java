package io.shiplog.cluster.fork;

import io.shiplog.journal.Origin;
import io.shiplog.objects.Change;
import java.time.Instant;
import java.util.List;

/**
 * A proposal that took effect, as the journal recorded it.
 *
 * @param time when the broker took it
 * @param changes what it did, in the order of its writes
 */
public record RecordedChange(long resourceVersion, Instant time, Origin origin, List<Change> changes) {
    private static final List<String> OTHERS = List.of("system:serviceaccount:", "system:anonymous");

    public RecordedChange {
        changes = List.copyOf(changes);
    }

    /** Whether a person or a client from outside made it, and no controller, scheduler, node or server of ours. */
    public boolean isFromOutside() {
        String user = origin.user();
        return !user.isEmpty()
                && (!user.startsWith("system:") || OTHERS.stream().anyMatch(user::startsWith));
    }

    /**
     * What was asked for: a write may bring others with it, which come of themselves when it is made again; only who
     * takes back, or deletes a collection, asks for several.
     */
    public List<Change> asked() {
        boolean several = origin.verb().equals("deletecollection")
                || origin.client().contains(" undo=")
                || origin.client().contains(" restore=");
        return several || changes.isEmpty() ? changes : changes.subList(0, 1);
    }
}
