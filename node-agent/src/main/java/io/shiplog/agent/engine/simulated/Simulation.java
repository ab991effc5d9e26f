package io.shiplog.agent.engine.simulated;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How a simulated engine behaves.
 *
 * @param addresses the network that its sandboxes' addresses come from, such as {@code 10.64.0.0/16}
 * @param startTime how long a container takes from being started to running
 * @param pullable which images a pull finds
 * @param cpus and {@code memoryBytes}: what it claims to have
 */
public record Simulation(String addresses, Duration startTime, Predicate<String> pullable, int cpus, long memoryBytes) {

    /** A machine of 32 processors and 256 GiB whose containers run at once and whose registry has every image. */
    public static Simulation on(String addresses) {
        return new Simulation(addresses, Duration.ZERO, image -> true, 32, 256L << 30);
    }

    public Simulation withStartTime(Duration time) {
        return new Simulation(addresses, time, pullable, cpus, memoryBytes);
    }

    public Simulation withPullable(Predicate<String> images) {
        return new Simulation(addresses, startTime, images, cpus, memoryBytes);
    }
}
