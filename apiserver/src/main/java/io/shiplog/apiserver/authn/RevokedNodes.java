package io.shiplog.apiserver.authn;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.config.Configuration;
import java.time.Duration;
import java.time.Instant;

/**
 * The nodes whose certificates were taken back: for each a ConfigMap {@code revoked-node-<name>} in kube-system, made
 * after all certificates that are worthless. One that the node got later is good. Pure.
 */
public final class RevokedNodes {
    /** The namespace of the ConfigMaps. */
    public static final String NAMESPACE = "kube-system";

    public static final String PREFIX = "revoked-node-";

    /** How much earlier certificates are valid than they are made: a clock that is a little behind takes them. */
    public static final Duration BACKDATED = Duration.ofMinutes(5);

    private RevokedNodes() {}

    /** Whether somebody is a node by a certificate that was taken back. */
    public static boolean contains(Identity who, View state) {
        Instant validFrom = who.validFrom();
        if (validFrom == null || !who.user().startsWith(Identity.NODE)) {
            return false;
        }
        String node = who.user().substring(Identity.NODE.length());
        StoredObject revoked = state.get(Configuration.CONFIG_MAPS.resource(), new ObjectKey(NAMESPACE, PREFIX + node));
        if (revoked == null) {
            return false;
        }
        Instant since = Times.parse(
                Trees.of(revoked).path("metadata").path("creationTimestamp").asString(""));
        return since == null || !validFrom.plus(BACKDATED).isAfter(since);
    }
}
