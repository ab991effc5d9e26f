package io.shiplog.agent.volume;

import io.shiplog.agent.container.ContainerConfigException;
import io.shiplog.agent.container.HostNode;
import io.shiplog.agent.container.MountSources;
import io.shiplog.agent.container.SandboxSpecs;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Volumes as folders under the agent's data: {@code pods/<uid>/volumes/<name>} and {@code pods/<uid>/messages}. What
 * one pod's volumes wait for, such as a disk that does not answer, holds up no other pod.
 */
public final class DiskVolumes implements PodVolumes {
    private static final int MAX_MESSAGE_BYTES = 4096;
    /** As the kubelet's: what is in there is for the containers, not for every user of the machine. */
    private static final int PODS_MODE = 0750;

    private final Path pods;
    private final HostNode host;
    private final PodTokens tokens;
    /** One lock per pod; a pod's is forgotten with its volumes. */
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    /**
     * @param data the agent's own folder; the engine must see it under the same path
     * @param tokens gives those of the pods' accounts
     */
    public DiskVolumes(Path data, HostNode host, PodTokens tokens) {
        this.tokens = tokens;
        this.pods = data.toAbsolutePath().resolve("pods");
        this.host = host;
    }

    @Override
    public void prepare(PodAssignment pod) {
        synchronized (locks.computeIfAbsent(pod.uid(), uid -> new Object())) {
            for (Volume volume : pod.pod().volumes()) {
                try {
                    privately();
                    prepare(pod, volume);
                } catch (IOException | VolumeException | ContainerConfigException e) {
                    throw new VolumeException(
                            "MountVolume.SetUp failed for volume \"" + volume.name() + "\" : " + e.getMessage(), e);
                }
            }
        }
    }

    private void privately() throws IOException {
        if (!Files.exists(pods)) {
            Files.createDirectories(pods);
            AtomicFolder.Ownership.permit(pods, PODS_MODE);
        }
    }

    private void prepare(PodAssignment pod, Volume volume) throws IOException {
        Path folder = folder(pod.uid(), volume.name());
        switch (volume.source()) {
            case Volume.Files files ->
                new AtomicFolder(folder).write(VolumeContent.of(files, pod, host, tokens), group(pod));
            case Volume.EmptyFolder(boolean memory, long _) -> {
                if (!memory && !Files.exists(folder)) {
                    Files.createDirectories(folder);
                    AtomicFolder.Ownership.permit(folder, 0777);
                    AtomicFolder.Ownership.shareWith(folder, group(pod));
                }
            }
            case Volume.MachinePath path -> HostPaths.prepare(path);
            case Volume.Unsupported() -> throw new VolumeException("this kind of volume is not supported");
        }
    }

    private static @Nullable Integer group(PodAssignment pod) {
        Long group = pod.pod().security().fsGroup();
        return group == null ? null : (Integer) group.intValue();
    }

    @Override
    public boolean isDue(PodAssignment pod) {
        return tokens.isDue(pod.uid());
    }

    @Override
    public MountSources sources(PodAssignment pod) {
        return new MountSources() {
            @Override
            public String source(String volume, String subPath, boolean readOnly) {
                return DiskVolumes.this.source(pod, volume, subPath);
            }

            @Override
            public String terminationLog(String container, int attempt) {
                return DiskVolumes.this.terminationLog(pod, container, attempt);
            }
        };
    }

    private String source(PodAssignment pod, String name, String subPath) {
        Volume volume = pod.pod().volumes().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ContainerConfigException("volume \"" + name + "\" not found"));
        String memory = SandboxSpecs.memoryVolume(pod, volume);
        if (memory != null) {
            if (!subPath.isEmpty()) {
                throw new ContainerConfigException("subPath of a volume in memory is not supported");
            }
            return memory;
        }
        Path root = volume.source() instanceof Volume.MachinePath(String path, String _)
                ? Path.of(path)
                : folder(pod.uid(), name);
        if (subPath.isEmpty()) {
            return root.toString();
        }
        return inside(root, subPath).toString();
    }

    /**
     * A path inside a volume, with the folders on the way made where there is nothing. Each part is looked at before
     * the next one is reached: nothing is made, and nothing is mounted, through a link that leads out of the volume.
     */
    private static Path inside(Path root, String subPath) {
        Path relative = Path.of(subPath);
        if (relative.isAbsolute() || List.of(subPath.split("/", -1)).contains("..")) {
            throw new ContainerConfigException("subPath " + subPath + " leads out of the volume");
        }
        try {
            if (!Files.exists(root)) {
                Files.createDirectories(root);
            }
            Path base = root.toRealPath();
            int mode = AtomicFolder.Ownership.mode(base);
            Path at = base;
            for (Path part : relative) {
                Path next = at.resolve(part);
                if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectory(next);
                    AtomicFolder.Ownership.permit(next, mode);
                }
                at = next.toRealPath();
                if (!at.startsWith(base)) {
                    throw new ContainerConfigException("subPath " + subPath + " leads out of the volume");
                }
            }
            return at;
        } catch (IOException e) {
            throw new ContainerConfigException("failed to prepare subPath " + subPath + ": " + e.getMessage());
        }
    }

    private String terminationLog(PodAssignment pod, String container, int attempt) {
        Path folder = messages(pod.uid());
        Path file = folder.resolve(container + "-" + attempt);
        try {
            privately();
            Files.createDirectories(folder);
            removeOlder(folder, container, attempt);
            Files.createFile(file);
            AtomicFolder.Ownership.permit(file, 0666);
            return file.toString();
        } catch (IOException e) {
            throw new ContainerConfigException("failed to create the termination log: " + e.getMessage());
        }
    }

    /** Of each container only the last instance's message is still shown beside the new one's. */
    private static void removeOlder(Path folder, String container, int attempt) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                boolean same = name.substring(0, name.lastIndexOf('-')).equals(container);
                if (same && !name.equals(container + "-" + (attempt - 1))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public Map<String, String> terminationMessages(String podUid) {
        Path folder = messages(podUid);
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        var messages = new HashMap<String, String>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String message = read(file);
                if (!message.isEmpty()) {
                    String name = file.getFileName().toString();
                    int dash = name.lastIndexOf('-');
                    messages.put(name.substring(0, dash) + "/" + name.substring(dash + 1), message);
                }
            }
        } catch (NoSuchFileException removedMeanwhile) {
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    private static String read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_MESSAGE_BYTES), StandardCharsets.UTF_8);
        }
    }

    @Override
    public Set<String> pods() {
        try (Stream<Path> folders = Files.list(pods)) {
            return folders.map(folder -> folder.getFileName().toString()).collect(Collectors.toSet());
        } catch (NoSuchFileException none) {
            return Set.of();
        } catch (IOException e) {
            throw new VolumeException("the pods' folders cannot be listed: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean present(String podUid) {
        return Files.exists(pods.resolve(podUid));
    }

    @Override
    public void remove(String podUid) {
        try {
            AtomicFolder.delete(pods.resolve(podUid));
            locks.remove(podUid);
            tokens.forget(podUid);
        } catch (IOException e) {
            throw new VolumeException("failed to remove the volumes of pod " + podUid + ": " + e.getMessage(), e);
        }
    }

    private Path folder(String podUid, String volume) {
        return pods.resolve(podUid).resolve("volumes").resolve(volume);
    }

    private Path messages(String podUid) {
        return pods.resolve(podUid).resolve("messages");
    }
}
