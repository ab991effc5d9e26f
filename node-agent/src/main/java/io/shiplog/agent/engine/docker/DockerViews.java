package io.shiplog.agent.engine.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.NetworkSettings;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.ImageInfo;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Docker's answers in the engine interface's words. */
final class DockerViews {
    private DockerViews() {}

    static EngineContainer container(InspectContainerResponse inspected) {
        InspectContainerResponse.ContainerState state = inspected.getState();
        ContainerConfig config = inspected.getConfig();
        Map<String, String> labels = config.getLabels();
        Long exitCode = state.getExitCodeLong();
        return new EngineContainer(
                inspected.getId(),
                labels == null ? Map.of() : labels,
                state(String.valueOf(state.getStatus()), exitCode),
                String.valueOf(inspected.getImageId()),
                address(inspected.getNetworkSettings()),
                Objects.requireNonNullElse(time(inspected.getCreated()), Instant.EPOCH),
                time(state.getStartedAt()),
                time(state.getFinishedAt()),
                exitCode == null ? 0 : exitCode.intValue(),
                Boolean.TRUE.equals(state.getOOMKilled()),
                Objects.requireNonNullElse(state.getError(), ""));
    }

    /**
     * A container whose program could not be started stays "created" and has an exit code: it has ended all the same.
     */
    private static EngineContainer.State state(String status, @Nullable Long exitCode) {
        return switch (status) {
            case "created" ->
                exitCode == null || exitCode == 0 ? EngineContainer.State.CREATED : EngineContainer.State.EXITED;
            case "running", "paused", "restarting" -> EngineContainer.State.RUNNING;
            default -> EngineContainer.State.EXITED;
        };
    }

    private static String address(@Nullable NetworkSettings settings) {
        if (settings == null || settings.getNetworks() == null) {
            return "";
        }
        for (ContainerNetwork network : settings.getNetworks().values()) {
            String address = network.getIpAddress();
            if (address != null && !address.isEmpty()) {
                return address;
            }
        }
        return "";
    }

    /** Docker writes the year 1 for a time that has not been. */
    private static @Nullable Instant time(@Nullable String text) {
        if (text == null || text.isEmpty() || text.startsWith("0001-")) {
            return null;
        }
        return OffsetDateTime.parse(text).toInstant();
    }

    static ImageInfo image(InspectImageResponse inspected) {
        ContainerConfig config = inspected.getConfig();
        String user = config == null ? null : config.getUser();
        Long size = inspected.getSize();
        return new ImageInfo(
                String.valueOf(inspected.getId()),
                names(inspected.getRepoTags(), inspected.getRepoDigests()),
                size == null ? 0 : size,
                user == null ? "" : user);
    }

    static List<String> names(@Nullable List<String> tags, @Nullable List<String> digests) {
        var names = new ArrayList<String>();
        if (digests != null) {
            names.addAll(digests);
        }
        if (tags != null) {
            names.addAll(tags);
        }
        names.removeIf(name -> name.contains("<none>"));
        return names;
    }
}
