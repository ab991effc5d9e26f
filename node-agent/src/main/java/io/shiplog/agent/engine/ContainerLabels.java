package io.shiplog.agent.engine;

/**
 * The labels by which an agent finds its containers again. Those of {@code io.kubernetes} are the kubelet's, so that
 * tools which look at a node's containers understand them.
 */
public final class ContainerLabels {
    /** The agent that a container belongs to; two agents on one engine leave each other's containers alone. */
    public static final String OWNER = "io.shiplog.owner";

    /**
     * The cluster whose pod it is, by the id of a topic of its; without it, nobody said so. A cluster that was restored
     * from a backup has pods with the uids of another cluster's.
     */
    public static final String CLUSTER = "io.shiplog.cluster";

    /** {@link #SANDBOX} or {@link #CONTAINER}. */
    public static final String TYPE = "io.kubernetes.docker.type";

    public static final String SANDBOX = "podsandbox";
    public static final String CONTAINER = "container";

    public static final String POD_NAME = "io.kubernetes.pod.name";
    public static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
    public static final String POD_UID = "io.kubernetes.pod.uid";
    public static final String CONTAINER_NAME = "io.kubernetes.container.name";
    /** How many instances of the container came before: its restart count. */
    public static final String RESTART_COUNT = "io.kubernetes.container.restartCount";
    /** A hash of the container's definition; another one means that the definition has changed. */
    public static final String HASH = "io.kubernetes.container.hash";

    public static final String SANDBOX_ID = "io.kubernetes.sandbox.id";
    /** Seconds that the pod's containers get to end; needed when the agent meets a pod that it no longer knows. */
    public static final String GRACE_PERIOD = "io.kubernetes.pod.terminationGracePeriod";

    /**
     * On a container that is expected to end by itself: what a simulated one does, as a shell would be told; empty for
     * what its command says, or nothing where that cannot be told.
     */
    public static final String ENDS = "io.shiplog.ends";

    private ContainerLabels() {}
}
