package io.shiplog.proxy.userspace;

import io.shiplog.proxy.rules.Endpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Picks the endpoint of a new connection: at random, or the one that the client had within the affinity's time. One thread owns it. */
final class Balancer {
    private final IntUnaryOperator random;
    private final Map<String, Pick> picks = new HashMap<>();
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

    void use(List<Endpoint> nowReady, int nowAffinitySeconds) {
        endpoints = nowReady;
        affinitySeconds = nowAffinitySeconds;
        picks.values().removeIf(pick -> !nowReady.contains(pick.endpoint()));
    }

    /** The endpoint for {@code client}, empty when none is ready. */
    Optional<Endpoint> pick(String client, long nowNanos) {
        if (endpoints.isEmpty()) {
            return Optional.empty();
        }
        if (affinitySeconds == 0) {
            return Optional.of(endpoints.get(random.applyAsInt(endpoints.size())));
        }
        long lifetime = Duration.ofSeconds(affinitySeconds).toNanos();
        picks.values().removeIf(pick -> nowNanos - pick.atNanos() > lifetime);
        Pick known = picks.get(client);
        Endpoint endpoint = known == null ? endpoints.get(random.applyAsInt(endpoints.size())) : known.endpoint();
        picks.put(client, new Pick(endpoint, nowNanos));
        return Optional.of(endpoint);
    }

    /** Forgets what {@code client} had, because it did not answer. */
    void forget(String client) {
        picks.remove(client);
    }
}
