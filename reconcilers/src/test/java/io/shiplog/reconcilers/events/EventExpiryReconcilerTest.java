package io.shiplog.reconcilers.events;

import static io.shiplog.reconcilers.objects.Resources.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventExpiryReconcilerTest {
    private final World world = new World(1, new EventExpiryReconciler(Duration.ofHours(1)));

    @Test
    void deletesAnEventAnHourAfterItWasLastSeen() {
        world.create(EVENTS, Manifests.parse("""
                {"kind":"Event","apiVersion":"v1","metadata":{"name":"e","namespace":"default"},
                 "lastTimestamp":"2026-01-01T00:10:00Z","eventTime":null}"""));
        world.settle();
        assertThat(world.nextRevisit()).isEqualTo("2026-01-01T01:10:00Z");
        world.advance(Duration.ofMinutes(69));
        world.settle();
        assertThat(world.list(EVENTS)).hasSize(1);
        world.advance(Duration.ofMinutes(1));
        world.settle();
        assertThat(world.list(EVENTS)).isEmpty();
    }

    @Test
    void readsTheTimesOfTheNewerVersionToo() {
        world.create(EVENTS, Manifests.parse("""
                {"kind":"Event","apiVersion":"v1","metadata":{"name":"e","namespace":"default"},
                 "eventTime":"2026-01-01T00:05:00.123456Z","series":{"count":2,
                 "lastObservedTime":"2026-01-01T00:20:00.000000Z"}}"""));
        world.settle();
        assertThat(world.nextRevisit()).isEqualTo("2026-01-01T01:20:00Z");
    }
}
