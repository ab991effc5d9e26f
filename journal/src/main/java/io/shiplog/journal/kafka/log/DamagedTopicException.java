package io.shiplog.journal.kafka.log;

import io.shiplog.journal.Contents;
import io.shiplog.journal.Unrecoverable;
import org.apache.kafka.common.TopicPartition;

/** A topic does not hold what was written to it, and what is missing cannot be made anew from what is there. */
public final class DamagedTopicException extends RuntimeException implements Unrecoverable {
    private static final long serialVersionUID = 1L;

    private DamagedTopicException(String message) {
        super(message);
    }

    /** A batch of records has another checksum than it says. */
    public static DamagedTopicException unreadable(TopicPartition partition, long offset, Throwable fault) {
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        return new DamagedTopicException("the records of " + partition.topic() + " from offset " + offset
                + " on are damaged on the disk (" + cause.getMessage()
                + "): stop the cluster, run ./shiplog repair, and start it again");
    }

    /** The state topic lacks objects, and the journal does not go back far enough to make them anew. */
    public static DamagedTopicException incomplete(String topic, Contents found, Contents wanted, long begins) {
        return new DamagedTopicException(topic + " holds " + found.objects() + " objects that are not the "
                + wanted.objects() + " that were written to it, and the journal begins at offset " + begins
                + ", too late to make them anew: stop the cluster and run ./shiplog repair, which shows what is there and"
                + " keeps it, or restore a copy of the data");
    }
}
