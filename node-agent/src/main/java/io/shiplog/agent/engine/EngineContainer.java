package io.shiplog.agent.engine;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container or sandbox as the engine sees it.
 *
 * @param id the engine's id, without a scheme
 * @param imageId the id of the image that it was made of
 * @param address the sandbox's IP address, empty for containers and sandboxes without a network of their own
 * @param startedAt when it was last started, null before
 * @param finishedAt when it last ended, null before
 * @param exitCode of its main process, meaningful once it has ended
 * @param error why the engine could not start it, empty if it could
 */
public record EngineContainer(
        String id,
        Map<String, String> labels,
        State state,
        String imageId,
        String address,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int exitCode,
        boolean outOfMemory,
        String error) {
    public enum State {
        CREATED,
        /** Start was asked for and takes its time; only the simulated engine shows this. */
        STARTING,
        RUNNING,
        EXITED
    }

    public EngineContainer {
        labels = Map.copyOf(labels);
    }

    public boolean running() {
        return state == State.RUNNING;
    }

    public boolean exited() {
        return state == State.EXITED;
    }

    /** The value of a label, empty when it is not set. */
    public String label(String name) {
        return labels.getOrDefault(name, "");
    }
}
