package io.shiplog.agent.volume;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.shiplog.agent.container.ContainerConfigException;
import io.shiplog.agent.container.MountSources;
import io.shiplog.agent.container.SandboxSpecs;
import io.shiplog.agent.container.Site;
import io.shiplog.agent.pod.PodAssignment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Volumes as folders under the agent's data: {@code pods/<uid>/volumes/<name>} and {@code pods/<uid>/messages}. */
public final class DiskVolumes implements Volumes {
    private static final int MAX_MESSAGE_BYTES = 4096;

    private final Path pods;
    private final Site site;

    /** @param data the agent's own folder; the engine must see it under the same path */
    public DiskVolumes(Path data, Site site) {
        this.pods = data.toAbsolutePath().resolve("pods");
        this.site = site;
    }

    @Override
    public synchronized void prepare(PodAssignment pod) {
        for (Volume volume : volumes(pod)) {
            try {
                prepare(pod, volume);
            } catch (IOException | VolumeException | ContainerConfigException e) {
                throw new VolumeException(
                        "MountVolume.SetUp failed for volume \"" + volume.getName() + "\" : " + e.getMessage(), e);
            }
        }
    }

    private void prepare(PodAssignment pod, Volume volume) throws IOException {
        Path folder = folder(pod.uid(), volume.getName());
        Map<String, VolumeFile> files = VolumeContent.of(volume, pod, site);
        if (files != null) {
            new AtomicFolder(folder).write(files, group(pod));
        } else if (volume.getEmptyDir() != null) {
            if (SandboxSpecs.memoryVolume(pod, volume) == null && !Files.exists(folder)) {
                Files.createDirectories(folder);
                AtomicFolder.Ownership.permit(folder, 0777);
                AtomicFolder.Ownership.group(folder, group(pod));
            }
        } else if (volume.getHostPath() != null) {
            HostPaths.prepare(volume.getHostPath());
        } else {
            throw new VolumeException("this kind of volume is not supported");
        }
    }

    private static @Nullable Integer group(PodAssignment pod) {
        PodSecurityContext context = pod.pod().getSpec().getSecurityContext();
        return context == null || context.getFsGroup() == null
                ? null
                : context.getFsGroup().intValue();
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
        Volume volume = volumes(pod).stream()
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ContainerConfigException("volume \"" + name + "\" not found"));
        String memory = SandboxSpecs.memoryVolume(pod, volume);
        if (memory != null) {
            if (!subPath.isEmpty()) {
                throw new ContainerConfigException("subPath of a volume in memory is not supported");
            }
            return memory;
        }
        Path root = volume.getHostPath() != null ? Path.of(volume.getHostPath().getPath()) : folder(pod.uid(), name);
        if (subPath.isEmpty()) {
            return root.toString();
        }
        return inside(root, subPath).toString();
    }

    /** A path inside a volume, made as a folder when there is nothing; links that lead out of the volume are refused. */
    private static Path inside(Path root, String subPath) {
        Path path = root.resolve(subPath).normalize();
        if (!path.startsWith(root)) {
            throw new ContainerConfigException("subPath " + subPath + " leads out of the volume");
        }
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(path);
                AtomicFolder.Ownership.permit(path, 0777);
            }
            Path real = path.toRealPath();
            if (!real.startsWith(root.toRealPath())) {
                throw new ContainerConfigException("subPath " + subPath + " leads out of the volume");
            }
            return real;
        } catch (IOException e) {
            throw new ContainerConfigException("failed to prepare subPath " + subPath + ": " + e.getMessage());
        }
    }

    private String terminationLog(PodAssignment pod, String container, int attempt) {
        Path file = messages(pod.uid()).resolve(container + "-" + attempt);
        try {
            Files.createDirectories(file.getParent());
            if (!Files.exists(file)) {
                Files.createFile(file);
                AtomicFolder.Ownership.permit(file, 0666);
            }
            return file.toString();
        } catch (IOException e) {
            throw new ContainerConfigException("failed to create the termination log: " + e.getMessage());
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
                if (Files.size(file) > 0) {
                    String name = file.getFileName().toString();
                    int dash = name.lastIndexOf('-');
                    messages.put(name.substring(0, dash) + "/" + name.substring(dash + 1), read(file));
                }
            }
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
    public boolean present(String podUid) {
        return Files.exists(pods.resolve(podUid));
    }

    @Override
    public void remove(String podUid) {
        try {
            AtomicFolder.delete(pods.resolve(podUid));
        } catch (IOException e) {
            throw new VolumeException("failed to remove the volumes of pod " + podUid + ": " + e.getMessage(), e);
        }
    }

    private static List<Volume> volumes(PodAssignment pod) {
        return Objects.requireNonNullElse(pod.pod().getSpec().getVolumes(), List.of());
    }

    private Path folder(String podUid, String volume) {
        return pods.resolve(podUid).resolve("volumes").resolve(volume);
    }

    private Path messages(String podUid) {
        return pods.resolve(podUid).resolve("messages");
    }
}
