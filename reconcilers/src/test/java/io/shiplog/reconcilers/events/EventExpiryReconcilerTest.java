package io.shiplog.reconcilers.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.kinds.event.Events;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventExpiryReconcilerTest {
    private final World world = new World(1, new EventExpiryReconciler(Duration.ofHours(1)));

    @Test
    void deletesAnEventAnHourAfterItWasLastSeen() {
        world.create(Events.RESOURCE, Manifests.parse("""
                {"kind":"Event","apiVersion":"v1","metadata":{"name":"e","namespace":"default"},
                 "lastTimestamp":"2026-01-01T00:10:00Z","eventTime":null}"""));
        world.settle();
        assertThat(world.nextRevisit()).isEqualTo("2026-01-01T01:10:00Z");
        world.advance(Duration.ofMinutes(69));
        world.settle();
        assertThat(world.list(Events.RESOURCE)).hasSize(1);
        world.advance(Duration.ofMinutes(1));
        world.settle();
        assertThat(world.list(Events.RESOURCE)).isEmpty();
    }

    @Test
    void readsTheTimesOfTheNewerVersionToo() {
        world.create(Events.RESOURCE, Manifests.parse("""
                {"kind":"Event","apiVersion":"v1","metadata":{"name":"e","namespace":"default"},
                 "eventTime":"2026-01-01T00:05:00.123456Z","series":{"count":2,
                 "lastObservedTime":"2026-01-01T00:20:00.000000Z"}}"""));
        world.settle();
        assertThat(world.nextRevisit()).isEqualTo("2026-01-01T01:20:00Z");
    }
}
