package io.shiplog.agent.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What runs containers. Every implementation passes the same contract kit. Calls block until the engine has answered
 * and may come from any thread; what the engine refuses or cannot do is an {@link EngineException} that says which.
 */
public interface Engine extends AutoCloseable {

    /** What the engine is and what it runs on. */
    EngineInfo info();

    /** The local image that {@code reference} names, if there is one. Never asks a registry. */
    Optional<ImageInfo> image(String reference);

    /** All local images. */
    List<ImageInfo> images();

    /**
     * Fetches an image from its registry.
     *
     * @param logins credentials to try in order; none at all means an anonymous pull
     * @throws EngineException when no attempt brought the image, with the registry's reason
     */
    void pull(String reference, List<RegistryLogin> logins);

    /** Creates and starts what holds a pod's network namespace and address. Returns its id. */
    String startSandbox(SandboxSpec spec);

    /** Creates a container that is not started yet. Returns its id. */
    String create(ContainerSpec spec);

    /** Starts a created container. */
    void start(String id);

    /**
     * Asks a container or sandbox to end, and ends it by force when {@code grace} is over. Returns once it has ended;
     * one that has ended before, or is gone, is no error.
     */
    void stop(String id, Duration grace);

    /** Removes a container or sandbox, running or not. One that is gone is no error. */
    void remove(String id);

    /** Every container and sandbox, in whatever state, that carries all of {@code labels}. */
    List<EngineContainer> list(Map<String, String> labels);

    /** One container or sandbox. */
    Optional<EngineContainer> inspect(String id);

    /**
     * What a container wrote. Delivers on a thread of the engine's until the output is exhausted, or, when following,
     * until the container ends or the returned stream is closed; then {@link Output#end} is called once.
     */
    Stream logs(String id, LogOptions options, Output output);

    /** Runs a further process in a running container. */
    ExecSession exec(String id, ExecSpec spec, Output output);

    /** Joins the streams of a running container's main process. */
    ExecSession attach(String id, ExecSpec spec, Output output);

    /**
     * Tells {@code listener} the labels of containers and sandboxes whose state has changed, as far as the engine
     * notices: an event may be lost or doubled, so listeners also look for themselves now and then.
     */
    Stream events(Consumer<Map<String, String>> listener);

    /** What a container or sandbox uses now, if the engine can tell. */
    Optional<Usage> usage(String id);

    @Override
    void close();

    /** Something that runs until it is closed. */
    interface Stream extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes the bytes of a process's output streams, and its end. */
    interface Output {
        void stdout(byte[] bytes);

        void stderr(byte[] bytes);

        /** No more bytes come. {@code failure} says why, null when the output is complete. */
        void end(@org.jspecify.annotations.Nullable EngineException failure);
    }
}
