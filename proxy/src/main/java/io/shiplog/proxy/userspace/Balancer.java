package io.shiplog.proxy.userspace;

import io.shiplog.proxy.rules.Endpoint;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * Picks the endpoint of a new connection to one service port, wherever it came in: at random, or the one that the
 * client had within the affinity's time. Thread-safe.
 */
final class Balancer {
    private final IntUnaryOperator random;
    /** By client, the one that has not come for longest first. */
    private final LinkedHashMap<String, Pick> picks = new LinkedHashMap<>();

    private List<Endpoint> endpoints = List.of();
    private int affinitySeconds;

    private record Pick(Endpoint endpoint, long atNanos) {}

    /**
     * A balancer without endpoints.
     *
     * @param random gives a number from 0 (inclusive) to its argument (exclusive)
     */
    Balancer(IntUnaryOperator random) {
        this.random = random;
    }

    synchronized void use(List<Endpoint> nowReady, int nowAffinitySeconds) {
        endpoints = nowReady;
        affinitySeconds = nowAffinitySeconds;
        if (nowAffinitySeconds == 0) {
            picks.clear();
        } else {
            picks.values().removeIf(pick -> !nowReady.contains(pick.endpoint()));
        }
    }

    /** Whether connections may go to {@code endpoint} now. */
    synchronized boolean has(Endpoint endpoint) {
        return endpoints.contains(endpoint);
    }

    /** The endpoint for {@code client}, none of those in {@code tried}; empty when no other is ready. */
    synchronized Optional<Endpoint> pick(String client, Set<Endpoint> tried, long nowNanos) {
        List<Endpoint> left = tried.isEmpty()
                ? endpoints
                : endpoints.stream()
                        .filter(endpoint -> !tried.contains(endpoint))
                        .toList();
        if (left.isEmpty()) {
            return Optional.empty();
        }
        if (affinitySeconds == 0) {
            return Optional.of(left.get(random.applyAsInt(left.size())));
        }
        dropOlderThan(nowNanos - Duration.ofSeconds(affinitySeconds).toNanos());
        Pick known = picks.remove(client);
        Endpoint endpoint = known == null || tried.contains(known.endpoint())
                ? left.get(random.applyAsInt(left.size()))
                : known.endpoint();
        picks.put(client, new Pick(endpoint, nowNanos));
        return Optional.of(endpoint);
    }

    private void dropOlderThan(long nanos) {
        for (Iterator<Pick> oldest = picks.values().iterator(); oldest.hasNext(); ) {
            if (oldest.next().atNanos() - nanos >= 0) {
                return;
            }
            oldest.remove();
        }
    }
}
