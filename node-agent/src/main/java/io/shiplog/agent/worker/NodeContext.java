package io.shiplog.agent.worker;

import io.shiplog.agent.container.HostNode;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.link.AgentLink;
import io.shiplog.agent.pod.facts.Desired;
import io.shiplog.agent.volume.PodVolumes;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** What the workers of one node share. */
public record NodeContext(
        HostNode host,
        Desired.Place place,
        Engine engine,
        PodVolumes volumes,
        Prober prober,
        AgentLink link,
        Threads threads,
        AgentMeters meters) {

    public String node() {
        return host.node();
    }

    /**
     * Who runs what.
     *
     * @param turns runs a worker's turns; one pod's turns never overlap
     * @param steps runs steps, which may block; the calling thread itself where none does
     */
    public record Threads(Executor turns, Executor steps, ScheduledExecutorService timer, InstantSource clock) {}
}
