package io.shiplog.agent.container;

/** Where the machine keeps a pod's volumes. */
public interface MountSources {
    /**
     * The path on the machine, or the engine's name, of a volume.
     *
     * @param subPath a path inside the volume, empty for all of it
     * @throws ContainerConfigException when there is no such volume, or the path leads out of it
     */
    String source(String volume, String subPath, boolean readOnly);

    /** A file on the machine that takes a container's termination message, empty where there is none. */
    String terminationLog(String container, int attempt);
}
