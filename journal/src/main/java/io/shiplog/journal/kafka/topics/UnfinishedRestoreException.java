package io.shiplog.journal.kafka.topics;

import io.shiplog.journal.Unrecoverable;

/** The topics hold half a restore: nobody may start on them before it is finished or given up. */
public final class UnfinishedRestoreException extends RuntimeException implements Unrecoverable {
    private static final long serialVersionUID = 1L;

    UnfinishedRestoreException(String cluster) {
        super("the restore of the cluster '" + cluster + "' did not finish: run ./shiplog restore with the same backup"
                + " again, which goes on with it, or with --discard, which deletes what it made");
    }
}
