package io.shiplog.agent.volume;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder whose files all change in one moment: they lie in a hidden folder that the link {@code ..data} names, and each
 * visible name is a link through {@code ..data}. A change writes a new hidden folder and then renames one link. The layout
 * is that of the kubelet's volumes, which programs that watch their configuration rely on.
 */
final class AtomicFolder {
    private static final String DATA = "..data";

    private final Path folder;

    AtomicFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder hold {@code files}; does nothing when it does already.
     *
     * @param group owns the files when given
     */
    void write(Map<String, VolumeFile> files, @Nullable Integer group) throws IOException {
        Files.createDirectories(folder);
        Path link = folder.resolve(DATA);
        Path old = Files.isSymbolicLink(link) ? folder.resolve(Files.readSymbolicLink(link)) : null;
        if (old != null && files.equals(read(old))) {
            return;
        }
        Path fresh = Files.createTempDirectory(folder, "..");
        Ownership.permit(fresh, 0755);
        for (Map.Entry<String, VolumeFile> file : files.entrySet()) {
            Path path = fresh.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue().content());
            Ownership.permit(path, file.getValue().mode());
            Ownership.group(path, group);
        }
        Path next = folder.resolve("..data_next");
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, fresh.getFileName());
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        showNames(files.keySet());
        if (old != null) {
            delete(old);
        }
    }

    private void showNames(Set<String> paths) throws IOException {
        Set<String> names = new HashSet<>();
        for (String path : paths) {
            names.add(path.split("/", 2)[0]);
        }
        for (String name : names) {
            Path visible = folder.resolve(name);
            if (!Files.exists(visible, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(visible, Path.of(DATA, name));
            }
        }
        try (Stream<Path> present = Files.list(folder)) {
            for (Path path : present.toList()) {
                String name = path.getFileName().toString();
                if (!name.startsWith("..") && !names.contains(name)) {
                    Files.delete(path);
                }
            }
        }
    }

    private static Map<String, VolumeFile> read(Path root) throws IOException {
        Map<String, VolumeFile> files = new HashMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                int mode = Ownership.mode(path);
                files.put(root.relativize(path).toString(), new VolumeFile(Files.readAllBytes(path), mode));
            }
        } catch (FileSystemException gone) {
            return Map.of();
        }
        return files;
    }

    /** Removes a folder and all in it; one that is not there is no error. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(root)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    /** Permissions and owners, as far as the file system and the agent's own rights allow. */
    static final class Ownership {
        private static final PosixFilePermission[] BITS = {
            PosixFilePermission.OTHERS_EXECUTE,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_READ
        };

        private Ownership() {}

        static void permit(Path path, int mode) throws IOException {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            for (int bit = 0; bit < BITS.length; bit++) {
                if ((mode >> bit & 1) == 1) {
                    permissions.add(BITS[bit]);
                }
            }
            Files.setPosixFilePermissions(path, permissions);
        }

        static int mode(Path path) throws IOException {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            int mode = 0;
            for (int bit = 0; bit < BITS.length; bit++) {
                mode |= permissions.contains(BITS[bit]) ? 1 << bit : 0;
            }
            return mode;
        }

        /** Gives a file to a group; only a privileged agent can. */
        static void group(Path path, @Nullable Integer group) throws IOException {
            if (group != null && Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
                Files.setAttribute(path, "unix:gid", group);
            }
        }
    }
}
