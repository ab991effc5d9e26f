package io.shiplog.agent.node;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.EngineInfo;
import io.shiplog.agent.engine.ImageInfo;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the facts of a heartbeat off the engine and the machine. */
public final class Machine {
    private static final Logger log = LoggerFactory.getLogger(Machine.class);
    private static final int SHOWN_IMAGES = 50;
    private static final long DISK_LOW_BYTES = 512L << 20;
    private static final long MEMORY_LOW_BYTES = 100L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long SIMULATED_DISK_BYTES = 1L << 40;

    private final Engine engine;
    private final EngineInfo info;
    private final String machineId;
    private final @Nullable Path data;
    private final String bootId;
    /** The last question for the engine's images. Guarded by this object. */
    private @Nullable CompletableFuture<List<ImageInfo>> asked;

    /** @param data the agent's folder, whose disk counts as the node's; null where nothing is kept */
    public Machine(Engine engine, String machineId, @Nullable Path data) {
        this.engine = engine;
        this.info = engine.info();
        this.machineId = machineId;
        this.data = data;
        this.bootId = data == null ? machineId : bootId(machineId);
    }

    /** The kernel's id of this boot: another one tells that the machine was started anew. */
    private static String bootId(String otherwise) {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException unknown) {
            return otherwise;
        }
    }

    public MachineFacts facts(Instant now) {
        List<ImageInfo> images = List.of();
        String failure = "";
        try {
            images = images().stream()
                    .filter(image -> !image.names().isEmpty())
                    .sorted(Comparator.comparingLong(ImageInfo::sizeBytes)
                            .reversed()
                            .thenComparing(ImageInfo::id))
                    .limit(SHOWN_IMAGES)
                    .toList();
        } catch (EngineException e) {
            failure = "container runtime is down: " + e.text();
        }
        long disk = SIMULATED_DISK_BYTES;
        boolean diskPressure = false;
        boolean memoryPressure = false;
        if (data != null) {
            try {
                FileStore store = Files.getFileStore(data);
                disk = store.getTotalSpace();
                diskPressure = store.getUsableSpace() < DISK_LOW_BYTES;
                memoryPressure = availableMemory() < MEMORY_LOW_BYTES;
            } catch (IOException e) {
                log.warn("the machine's disk and memory cannot be read: {}", e.toString());
            }
        }
        return new MachineFacts(info, machineId, bootId, images, failure, diskPressure, memoryPressure, disk, now);
    }

    /**
     * The engine's images. An engine that hangs holds up no heartbeat, and is asked again only when it has answered.
     *
     * @throws EngineException when it fails, or does not answer in time
     */
    private List<ImageInfo> images() {
        if (info.simulated()) {
            return engine.images();
        }
        CompletableFuture<List<ImageInfo>> answer;
        synchronized (this) {
            if (asked == null || asked.isDone()) {
                asked = ask();
            }
            answer = asked;
        }
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE, "it did not answer in " + PATIENCE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EngineException known
                    ? known
                    : new EngineException(EngineException.Kind.UNAVAILABLE, String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.UNAVAILABLE, "interrupted", e);
        }
    }

    private CompletableFuture<List<ImageInfo>> ask() {
        var answer = new CompletableFuture<List<ImageInfo>>();
        Thread.ofVirtual().name("agent-images").start(() -> {
            try {
                answer.complete(engine.images());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static long availableMemory() throws IOException {
        Path meminfo = Path.of("/proc/meminfo");
        if (!Files.exists(meminfo)) {
            return Long.MAX_VALUE;
        }
        for (String line : Files.readAllLines(meminfo)) {
            if (line.startsWith("MemAvailable:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return Long.MAX_VALUE;
    }
}
