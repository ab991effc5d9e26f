package io.shiplog.reconcilers;

import io.shiplog.reconcilers.certificates.Signer;
import java.time.Duration;

/**
 * What the controllers have to be told.
 *
 * @param rootCaPem the cluster's CA certificate as PEM, which every namespace gets in its {@code kube-root-ca.crt}
 * @param eventTtl how long an Event is kept after it was last seen
 * @param signer signs requests for certificates
 */
public record ControllerSettings(String rootCaPem, Duration eventTtl, Signer signer) {
    /** Upstream's {@code --event-ttl}. */
    public static final Duration EVENT_TTL = Duration.ofHours(1);

    public ControllerSettings(String rootCaPem) {
        this(rootCaPem, EVENT_TTL, Signer.NONE);
    }

    /** The same where the authority's key is at hand. */
    public ControllerSettings signedBy(Signer authority) {
        return new ControllerSettings(rootCaPem, eventTtl, authority);
    }
}
