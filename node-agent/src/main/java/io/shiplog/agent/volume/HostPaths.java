package io.shiplog.agent.volume;

import io.shiplog.agent.pod.spec.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks and makes paths of the machine as a hostPath volume's type says. */
final class HostPaths {
    private HostPaths() {}

    /** @throws VolumeException when the path is not of the type */
    static void prepare(Volume.MachinePath source) throws IOException {
        Path path = Path.of(source.path());
        switch (source.type()) {
            case "DirectoryOrCreate" -> {
                Files.createDirectories(path);
                require(Files.isDirectory(path), path, "a directory");
            }
            case "FileOrCreate" -> {
                if (!Files.exists(path)) {
                    Files.createFile(path);
                }
                require(Files.isRegularFile(path), path, "a file");
            }
            case "Directory" -> require(Files.isDirectory(path), path, "a directory");
            case "File" -> require(Files.isRegularFile(path), path, "a file");
            case "Socket", "CharDevice", "BlockDevice" ->
                require(Files.exists(path) && !Files.isDirectory(path), path, "a " + source.type());
            default -> {
                // No type: the engine makes a folder when there is nothing.
            }
        }
    }

    private static void require(boolean holds, Path path, String what) {
        if (!holds) {
            throw new VolumeException("hostPath type check failed: " + path + " is not " + what);
        }
    }
}
