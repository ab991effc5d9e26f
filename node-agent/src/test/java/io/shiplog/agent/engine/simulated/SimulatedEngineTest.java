package io.shiplog.agent.engine.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContract;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedEngineTest extends EngineContract {
    private static final String IMAGE = "simulated/anything:1";

    @Override
    protected Engine engine() {
        var simulation = Simulation.on("10.64.0.0/16").withPullable(image -> !image.startsWith("localhost/absent"));
        var engine = new SimulatedEngine(simulation, InstantSource.system());
        engine.pull(IMAGE, List.of());
        return engine;
    }

    @Override
    protected String image() {
        return IMAGE;
    }

    @Test
    void givesTheSameAddressesInTheSameOrder() {
        var pool = new AddressPool("10.64.0.0/29");
        assertThat(List.of(pool.take(), pool.take(), pool.take()))
                .containsExactly("10.64.0.2", "10.64.0.3", "10.64.0.4");
        pool.free("10.64.0.2");
        assertThat(pool.take()).isEqualTo("10.64.0.5");
        assertThat(pool.take()).isEqualTo("10.64.0.6");
        assertThat(pool.take()).isEqualTo("10.64.0.2");
    }
}
