package io.shiplog.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose end of a connection within this machine it is: Linux' {@code /proc} knows. */
final class SocketOwner {
    private static final Path CONNECTIONS = Path.of("/proc/net/tcp");
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private SocketOwner() {}

    /**
     * Which of {@code pids} connected from {@code port} to {@code remote}; empty when none did, or the system does
     * not say.
     */
    static Optional<Long> of(int port, int remote, Collection<Long> pids) {
        try {
            Optional<String> inode = inode(Files.readAllLines(CONNECTIONS), port, remote);
            if (inode.isPresent()) {
                Path socket = Path.of("socket:[" + inode.get() + "]");
                for (Long pid : pids) {
                    if (holds(pid, socket)) {
                        return Optional.of(pid);
                    }
                }
            }
        } catch (IOException e) {
            // not Linux
        }
        return Optional.empty();
    }

    static Optional<String> inode(List<String> connections, int port, int remote) {
        String from = "%04X".formatted(port);
        String to = "%04X".formatted(remote);
        return connections.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > INODE
                        && fields[LOCAL].endsWith(":" + from)
                        && fields[REMOTE].endsWith(":" + to))
                .map(fields -> fields[INODE])
                .findFirst();
    }

    private static boolean holds(long pid, Path socket) {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return files.anyMatch(file -> {
                try {
                    return Files.readSymbolicLink(file).equals(socket);
                } catch (IOException e) {
                    return false;
                }
            });
        } catch (IOException e) {
            // it has ended
            return false;
        }
    }
}
