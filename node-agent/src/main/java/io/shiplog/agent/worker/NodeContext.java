package io.shiplog.agent.worker;

import io.shiplog.agent.container.Site;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.link.AgentLink;
import io.shiplog.agent.pod.facts.Desired;
import io.shiplog.agent.volume.Volumes;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** What the workers of one node share. */
public record NodeContext(
        Site site,
        Desired.Place place,
        Engine engine,
        Volumes volumes,
        Prober prober,
        AgentLink link,
        Threads threads,
        AgentMeters meters) {

    public String node() {
        return site.node();
    }

    /**
     * Who runs what.
     *
     * @param turns runs a worker's turns; one pod's turns never overlap
     * @param steps runs steps, which may block; the calling thread itself where none does
     */
    public record Threads(Executor turns, Executor steps, ScheduledExecutorService timer, InstantSource clock) {}
}
