package io.shiplog.agent.server;

import io.shiplog.agent.NodeAgentSettings;
import io.shiplog.agent.worker.Node;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;

/** The agent's two HTTP servers. They listen from the start, so that their ports are known, and serve once told the nodes. */
public final class AgentServers implements AutoCloseable {
    private volatile List<Node> nodes = List.of();

    public AgentServers(Vertx vertx, NodeAgentSettings.Listen listen, InstantSource clock) {
    }

    /** Begins to serve nodes. */
    public void serve(List<Node> served) {
        nodes = List.copyOf(served);
    }

    public int securePort() {
        return 0;
    }

    public int readOnlyPort() {
        return 0;
    }

    @Override
    public void close() {
    }
}
