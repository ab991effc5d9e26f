package io.shiplog.journal.kafka.disk;

import io.shiplog.journal.Unrecoverable;

/** The journal's log is damaged in the middle: Kafka's own recovery would delete what was acknowledged behind it. */
public final class LogDamagedException extends RuntimeException implements Unrecoverable {
    private static final long serialVersionUID = 1L;

    LogDamagedException(Finding finding) {
        super(finding.text()
                + ". Kafka would delete what follows: nothing was touched. ./shiplog repair keeps it, shows what"
                + " is lost, and asks");
    }
}
