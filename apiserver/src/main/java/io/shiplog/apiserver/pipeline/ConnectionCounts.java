package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.Identity;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** How many connections each client has open. Thread-safe; all event loops of a server share one. */
final class ConnectionCounts {
    private static final List<String> OWN_GROUPS = List.of("system:masters", "system:nodes");
    private static final List<String> OTHERS = List.of("system:serviceaccount:", "system:anonymous");

    private final int most;
    private final ConcurrentMap<String, Integer> open = new ConcurrentHashMap<>();

    /** @param most how many a client may have */
    ConnectionCounts(int most) {
        this.most = most;
    }

    /** What is told apart: users, and the addresses of those who show no certificate. */
    static String client(@Nullable Identity identity, String address) {
        return identity == null ? "address " + address : "user " + identity.user();
    }

    /** Counts one more connection of a client; whether it may have it. Every call wants one of {@link #closed}. */
    boolean opened(String client, @Nullable Identity identity) {
        int now = open.merge(client, 1, Integer::sum);
        return now <= most || identity != null && isOwn(identity);
    }

    /** Counts one connection less. */
    void closed(String client) {
        open.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Whether a client is part of the cluster, or may do all that such a part may. */
    private static boolean isOwn(Identity identity) {
        return identity.user().startsWith("system:") && OTHERS.stream().noneMatch(identity.user()::startsWith)
                || OWN_GROUPS.stream().anyMatch(identity.groups()::contains);
    }
}
