package io.shiplog.agent.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container to create.
 *
 * @param name unique in the engine
 * @param sandbox the id of the sandbox whose namespaces it joins
 * @param image a reference or id that the engine has
 */
public record ContainerSpec(
        String name,
        String sandbox,
        String image,
        Map<String, String> labels,
        Process process,
        List<Mount> mounts,
        Resources resources,
        Security security) {
    public ContainerSpec {
        labels = Map.copyOf(labels);
        mounts = List.copyOf(mounts);
    }

    /**
     * What runs in it.
     *
     * @param entrypoint replaces the image's when not empty
     * @param arguments replace the image's when not empty, or when the entrypoint is replaced
     * @param environment as {@code NAME=value}
     * @param workingDirectory null for the image's
     * @param stopSignal null for the image's
     */
    public record Process(
            List<String> entrypoint,
            List<String> arguments,
            List<String> environment,
            @Nullable String workingDirectory,
            @Nullable String stopSignal,
            Console console) {
        public Process {
            entrypoint = List.copyOf(entrypoint);
            arguments = List.copyOf(arguments);
            environment = List.copyOf(environment);
        }
    }

    /** The main process's terminal and standard input. */
    public record Console(boolean tty, boolean stdin, boolean stdinOnce) {
        public static final Console NONE = new Console(false, false, false);
    }

    /** A folder, file or engine volume of the machine at a path in the container. */
    public record Mount(String source, String target, boolean readOnly, Propagation propagation) {}

    /** Kubernetes' mount propagation. */
    public enum Propagation {
        PRIVATE,
        HOST_TO_CONTAINER,
        BIDIRECTIONAL
    }

    /**
     * How much of the machine it may use; 0 means no limit.
     *
     * @param cpuShares relative weight, 1024 for one processor
     * @param cpuQuotaMicros processor time per period of 100 ms
     * @param oomScoreAdjust the kernel's preference for ending it when memory is short, -1000 to 1000
     */
    public record Resources(long cpuShares, long cpuQuotaMicros, long memoryBytes, int oomScoreAdjust) {
        public static final Resources UNLIMITED = new Resources(0, 0, 0, 0);
    }

    /**
     * Who it runs as and what it may do.
     *
     * @param user {@code uid} or {@code uid:gid}, null for the image's
     * @param shareProcesses joins the sandbox's process namespace
     */
    public record Security(
            @Nullable String user,
            List<String> groups,
            boolean privileged,
            List<String> addCapabilities,
            List<String> dropCapabilities,
            boolean readOnlyRoot,
            boolean noNewPrivileges,
            boolean shareProcesses,
            boolean hostProcesses) {
        public static final Security DEFAULT =
                new Security(null, List.of(), false, List.of(), List.of(), false, false, false, false);

        public Security {
            groups = List.copyOf(groups);
            addCapabilities = List.copyOf(addCapabilities);
            dropCapabilities = List.copyOf(dropCapabilities);
        }
    }
}
