package io.shiplog.proxy.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.proxy.rules.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BalancerTest {
    private static final Endpoint A = new Endpoint("10.1.0.1", 80);
    private static final Endpoint B = new Endpoint("10.1.0.2", 80);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Random random = new Random(7);
    private final Balancer balancer = new Balancer(random::nextInt);

    @Test
    void neverPicksWhatWasTriedAlready() {
        balancer.use(List.of(A, B), 0);
        for (int i = 0; i < 50; i++) {
            assertThat(balancer.pick("c", Set.of(A), 0)).contains(B);
        }
        assertThat(balancer.pick("c", Set.of(A, B), 0)).isEmpty();
    }

    @Test
    void keepsAClientForTheTimeSinceItsLastConnection() {
        balancer.use(List.of(A, B), 60);
        Endpoint first = balancer.pick("c", Set.of(), 0).orElseThrow();
        for (int i = 1; i < 20; i++) {
            assertThat(balancer.pick("c", Set.of(), i * MINUTE / 2)).contains(first);
        }
        Set<Endpoint> later = new java.util.HashSet<>();
        for (int i = 1; i < 50; i++) {
            later.add(balancer.pick("c", Set.of(), i * 2 * MINUTE + 20 * MINUTE).orElseThrow());
        }
        assertThat(later).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void movesAClientWhoseEndpointIsGoneOrDoesNotAnswer() {
        balancer.use(List.of(A, B), 60);
        Endpoint first = balancer.pick("c", Set.of(), 0).orElseThrow();
        Endpoint other = first.equals(A) ? B : A;
        assertThat(balancer.pick("c", Set.of(first), 1)).contains(other);
        assertThat(balancer.pick("c", Set.of(), 2)).as("and it stays there").contains(other);
        balancer.use(List.of(first), 60);
        assertThat(balancer.pick("c", Set.of(), 3)).contains(first);
    }
}
