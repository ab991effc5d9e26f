package io.shiplog.agent.node;

import io.shiplog.agent.engine.EngineInfo;
import io.shiplog.agent.engine.ImageInfo;
import java.time.Instant;
import java.util.List;

/**
 * What an agent sees of its node now.
 *
 * @param machineId the same for the life of the node's data
 * @param bootId the same until the machine is started anew
 * @param images local images, as many as shall be shown
 * @param engineFailure why the engine does not answer, empty when it does
 * @param diskPressure the disk of the agent's data is nearly full
 * @param memoryPressure the machine has nearly no memory left
 * @param now the heartbeat's time
 */
public record MachineFacts(
        EngineInfo engine,
        String machineId,
        String bootId,
        List<ImageInfo> images,
        String engineFailure,
        boolean diskPressure,
        boolean memoryPressure,
        long diskBytes,
        Instant now) {
    public MachineFacts {
        images = List.copyOf(images);
    }
}
