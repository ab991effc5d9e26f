package io.shiplog.journal.backup;

import io.shiplog.journal.Unrecoverable;

/** What is given as a backup cannot be restored, or not there. Nothing was changed. */
public final class BackupRefusedException extends RuntimeException implements Unrecoverable {
    private static final long serialVersionUID = 1L;

    public BackupRefusedException(String message) {
        super(message);
    }

    BackupRefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** It is not what was written. */
    static BackupRefusedException damaged(String why) {
        return new BackupRefusedException("the backup is damaged: " + why);
    }

    /** It ends before its end. */
    static BackupRefusedException truncated(long parts) {
        return new BackupRefusedException("the backup is truncated: it ends after " + parts + " whole parts");
    }
}
