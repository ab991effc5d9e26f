package io.shiplog.agent.engine;

/**
 * What an engine is and what it runs on.
 *
 * @param runtimeVersion as nodes report it: {@code docker://20.10.24}
 * @param osImage the operating system's name
 * @param kernelVersion the kernel's release
 * @param architecture Go's name of it: {@code amd64}, {@code arm64}
 * @param cpus how many processors containers can use
 * @param memoryBytes how much memory containers can use
 */
public record EngineInfo(
        String runtimeVersion, String osImage, String kernelVersion, String architecture, int cpus, long memoryBytes) {

    /** Whether containers are only states, without processes. */
    public boolean simulated() {
        return runtimeVersion.startsWith("simulated:");
    }
}
