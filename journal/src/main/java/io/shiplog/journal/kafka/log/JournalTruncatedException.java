package io.shiplog.journal.kafka.log;

import io.shiplog.journal.Unrecoverable;
import io.shiplog.objects.ObjectRef;

/**
 * Journal and state topic do not meet: proposals are missing between what the state topic holds and what the journal
 * has. Booting on would lose them, or give their resourceVersions to others. No start cures it.
 */
public final class JournalTruncatedException extends RuntimeException implements Unrecoverable {
    private static final long serialVersionUID = 1L;
    private static final String REPAIR = "The way back is ./shiplog repair, which shows what would be lost and asks";

    private JournalTruncatedException(String message) {
        super(message);
    }

    /** The journal's beginning was deleted before it was folded. */
    public static JournalTruncatedException beginsAfter(long begins, long committed) {
        return new JournalTruncatedException("the journal begins at offset " + begins
                + " but the state topic holds it only up to " + committed
                + ": what lay between is lost; the audit window is shorter than the materializer's absence. " + REPAIR);
    }

    /** The journal's beginning was deleted, and how much of it was folded is not known any more. */
    public static JournalTruncatedException neverCommitted(String topic, long begins, String group) {
        return new JournalTruncatedException("the journal begins at offset " + begins
                + " but the state topics are known to hold it only up to 0, since the consumer group " + group
                + " has committed nothing: either the journal was never folded, or Kafka has forgotten the group, as it does"
                + " when all of it was stopped for offsets.retention.minutes. If the reconcilers were still running when"
                + " the last write was made, nothing is lost and this lets the cluster start: kafka-consumer-groups.sh"
                + " --group " + group + " --topic " + topic + " --reset-offsets --to-offset " + begins + " --execute");
    }

    /** The journal lost, while a role read it, what the role had still to read. */
    static JournalTruncatedException whileReading(Object partitions, Throwable cause) {
        var lost = new JournalTruncatedException("what this role had still to read of " + partitions
                + " is gone: it was trimmed or made anew meanwhile. Start the role again: it takes up what there is, or says"
                + " what is missing");
        lost.initCause(cause);
        return lost;
    }

    /** At the resourceVersion of an object the journal says something else. */
    public static JournalTruncatedException another(ObjectRef object, long resourceVersion) {
        return new JournalTruncatedException("the state topic has " + object + " at resourceVersion " + resourceVersion
                + ", and the journal says something else there: it lost its end and was written on, or is another cluster's. "
                + REPAIR);
    }

    /** The journal lost its end, or is another journal. */
    public static JournalTruncatedException endsBefore(long ends, long known) {
        return new JournalTruncatedException("the journal ends at offset " + ends
                + " but the state topic holds it up to " + known
                + ": it has lost its end, or was made anew beside the old state topic. " + REPAIR);
    }
}
