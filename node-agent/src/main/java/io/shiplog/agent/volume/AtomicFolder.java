package io.shiplog.agent.volume;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder whose files all change in one moment: they lie in a hidden folder that the link {@code ..data} names, and
 * each visible name is a link through {@code ..data}. A change writes a new hidden folder and then renames one link.
 * The layout is that of the kubelet's volumes, which programs that watch their configuration rely on.
 */
final class AtomicFolder {
    private static final String DATA = "..data";
    private static final int FOLDER_MODE = 0755;
    private static final int GROUP_READ = 0440;

    private final Path folder;

    AtomicFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder hold {@code files}; does nothing when it does already.
     *
     * @param group owns the files when given, and may read them
     */
    void write(Map<String, VolumeFile> wanted, @Nullable Integer group) throws IOException {
        Map<String, VolumeFile> files = group == null ? wanted : readableByGroup(wanted);
        Files.createDirectories(folder);
        Path link = folder.resolve(DATA);
        Path old = current(link);
        if (old != null && files.equals(read(old))) {
            return;
        }
        Path fresh = Files.createTempDirectory(folder, "..");
        Ownership.permit(fresh, FOLDER_MODE);
        for (Map.Entry<String, VolumeFile> file : files.entrySet()) {
            Path path = fresh.resolve(file.getKey());
            createFolders(fresh, fresh.relativize(path));
            Files.write(path, file.getValue().content());
            Ownership.group(path, group);
            Ownership.permit(path, file.getValue().mode());
        }
        Path next = folder.resolve("..data_next");
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, fresh.getFileName());
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        showNames(files.keySet());
        removeOthers(fresh);
    }

    /** With a group, what the group cannot read would be of no use: as the kubelet's SetVolumeOwnership (v1.34). */
    private static Map<String, VolumeFile> readableByGroup(Map<String, VolumeFile> files) {
        if (!Ownership.PRIVILEGED) {
            return files;
        }
        var result = new HashMap<String, VolumeFile>();
        files.forEach((path, file) -> result.put(path, new VolumeFile(file.content(), file.mode() | GROUP_READ)));
        return result;
    }

    /** The hidden folder that is shown now. A link that leads anywhere else is not ours: it counts as none. */
    private @Nullable Path current(Path link) throws IOException {
        if (!Files.isSymbolicLink(link)) {
            return null;
        }
        Path target = Files.readSymbolicLink(link);
        String name = target.toString();
        boolean own = !target.isAbsolute()
                && target.getNameCount() == 1
                && name.startsWith("..")
                && !name.equals("..")
                && Files.isDirectory(folder.resolve(target), LinkOption.NOFOLLOW_LINKS);
        return own ? folder.resolve(target) : null;
    }

    private static void createFolders(Path root, Path file) throws IOException {
        Path at = root;
        for (int depth = 0; depth < file.getNameCount() - 1; depth++) {
            at = at.resolve(file.getName(depth));
            if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(at);
                Ownership.permit(at, FOLDER_MODE);
            }
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
                if (!name.startsWith("..") && !names.contains(name) && Files.isSymbolicLink(path)) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Removes hidden folders that are not shown: the last one, and what a write that was cut off left. */
    private void removeOthers(Path shown) throws IOException {
        try (Stream<Path> present = Files.list(folder)) {
            for (Path path : present.toList()) {
                String name = path.getFileName().toString();
                if (name.startsWith("..") && !name.equals(DATA) && !path.equals(shown)) {
                    delete(path);
                }
            }
        }
    }

    private static Map<String, VolumeFile> read(Path root) throws IOException {
        Map<String, VolumeFile> files = new HashMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                int mode = Ownership.mode(path);
                files.put(root.relativize(path).toString(), new VolumeFile(Files.readAllBytes(path), mode));
            }
        } catch (FileSystemException gone) {
            return Map.of();
        }
        return files;
    }

    /** Removes a folder and all in it, following no link; one that is not there is no error. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
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

        private static final boolean PRIVILEGED = privileged();
        private static final int SET_GROUP = 02000;
        private static final int GROUP_ALL = 0770;

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
            if (group != null && PRIVILEGED) {
                Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
            }
        }

        /** Gives a folder to a group that all that is made in it will belong to. */
        static void shareWith(Path folder, @Nullable Integer group) throws IOException {
            if (group != null && PRIVILEGED) {
                group(folder, group);
                Files.setAttribute(folder, "unix:mode", SET_GROUP | GROUP_ALL | mode(folder));
            }
        }

        private static boolean privileged() {
            try {
                return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
            } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
                return false;
            }
        }
    }
}
