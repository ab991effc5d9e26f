package io.shiplog.agent.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * An agent's own id, made once and kept with its data: containers are labelled with it, so agents of different clusters
 * on one engine never take each other's.
 */
public final class AgentId {
    private AgentId() {}

    /**
     * The id in {@code data}, which is written when there is none.
     *
     * @param fresh the id of a new agent
     */
    public static String in(Path data, String fresh) {
        Path file = data.resolve("agent-id");
        try {
            Files.createDirectories(data);
            if (!Files.exists(file) || Files.readString(file).isBlank()) {
                // In one step: a half-written id would leave all containers to nobody.
                Path whole = Files.createTempFile(data, "agent-id", "");
                Files.writeString(whole, fresh + "\n");
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
