package io.shiplog.journal.kafka.clients;

import io.shiplog.journal.codec.ProposalLimits;
import java.time.Duration;

/**
 * How a journal appends.
 *
 * @param limits how large proposals may be
 * @param appendTimeout after which an append that was not acknowledged is unknown, at least one second
 */
public record JournalSettings(ProposalLimits limits, Duration appendTimeout) {
    public static final JournalSettings DEFAULT = new JournalSettings(ProposalLimits.DEFAULT, Duration.ofSeconds(10));

    public JournalSettings {
        if (appendTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("appendTimeout is under a second: " + appendTimeout);
        }
    }
}
