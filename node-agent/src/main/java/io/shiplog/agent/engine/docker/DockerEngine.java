package io.shiplog.agent.engine.docker;

import static io.shiplog.agent.engine.docker.DockerCalls.call;
import static io.shiplog.agent.engine.docker.DockerCalls.settle;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.ContainerSpec;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.EngineException.Kind;
import io.shiplog.agent.engine.EngineInfo;
import io.shiplog.agent.engine.ExecSession;
import io.shiplog.agent.engine.ExecSpec;
import io.shiplog.agent.engine.ImageInfo;
import io.shiplog.agent.engine.LogOptions;
import io.shiplog.agent.engine.RegistryLogin;
import io.shiplog.agent.engine.SandboxSpec;
import io.shiplog.agent.engine.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A Docker engine behind its socket. Calls block on the socket; the engine itself serves many at once. */
public final class DockerEngine implements Engine {
    /** Where a Docker engine listens when nothing else is said. */
    public static final String DEFAULT_HOST = "unix:///var/run/docker.sock";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int EXIT_CODE_ATTEMPTS = 50;

    private final URI host;
    private final DockerClient client;
    private final EngineInfo info;
    private final String cluster;

    private DockerEngine(URI host, DockerClient client, String cluster) {
        this.host = host;
        this.cluster = cluster;
        this.client = client;
        this.info = info(call(() -> client.infoCmd().exec()));
    }

    /**
     * Connects to the engine at {@code host} ({@code unix:///path} or {@code tcp://host:port}) and makes sure that it
     * has the sandbox image.
     *
     * @param cluster whose pods it runs: leaves those of others alone, though they may have the same uids. Empty when
     *     that is not known
     * @throws EngineException when no engine answers there
     */
    public static DockerEngine connect(String host, String cluster) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .build();
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .connectionTimeout(CONNECT_TIMEOUT)
                .build();
        DockerClient client = DockerClientImpl.getInstance(config, http);
        try {
            var engine = new DockerEngine(config.getDockerHost(), client, cluster);
            settle(() -> PauseImage.ensure(client, http, engine.info.architecture()));
            return engine;
        } catch (EngineException e) {
            close(client);
            throw e;
        }
    }

    /** Whether a Docker engine answers at {@code host}. */
    public static boolean answers(String host) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .build();
        try (var http = new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .build();
                DockerClient client = DockerClientImpl.getInstance(config, http)) {
            client.pingCmd().exec();
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static EngineInfo info(Info info) {
        String architecture = String.valueOf(info.getArchitecture());
        Integer cpus = info.getNCPU();
        Long memory = info.getMemTotal();
        return new EngineInfo(
                "docker://" + info.getServerVersion(),
                String.valueOf(info.getOperatingSystem()),
                String.valueOf(info.getKernelVersion()),
                switch (architecture) {
                    case "x86_64" -> "amd64";
                    case "aarch64" -> "arm64";
                    default -> architecture;
                },
                cpus == null ? 1 : cpus,
                memory == null ? 0 : memory);
    }

    @Override
    public EngineInfo info() {
        return info;
    }

    @Override
    public Optional<ImageInfo> image(String reference) {
        try {
            return Optional.of(DockerViews.image(
                    call(() -> client.inspectImageCmd(reference).exec())));
        } catch (EngineException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<ImageInfo> images() {
        return call(() -> client.listImagesCmd().exec()).stream()
                .map(image -> new ImageInfo(
                        image.getId(),
                        DockerViews.names(list(image.getRepoTags()), list(image.getRepoDigests())),
                        image.getSize(),
                        ""))
                .toList();
    }

    private static @Nullable List<String> list(String @Nullable [] values) {
        return values == null ? null : Arrays.asList(values);
    }

    @Override
    public void pull(String reference, List<RegistryLogin> logins) {
        EngineException last = null;
        var attempts = new ArrayList<@Nullable RegistryLogin>(logins);
        attempts.add(null);
        for (RegistryLogin login : attempts) {
            try {
                pull(reference, login);
                return;
            } catch (EngineException e) {
                last = e;
            }
        }
        throw java.util.Objects.requireNonNull(last);
    }

    private void pull(String reference, @Nullable RegistryLogin login) {
        // Without a tag Docker would pull every tag of the repository.
        boolean named = reference.contains("@") || reference.lastIndexOf(':') > reference.lastIndexOf('/');
        PullImageCmd command = client.pullImageCmd(named ? reference : reference + ":latest");
        if (login != null) {
            command.withAuthConfig(new AuthConfig()
                    .withRegistryAddress(login.server())
                    .withUsername(login.user())
                    .withPassword(login.password()));
        }
        // Closed when it is given up: the engine then ends the pull as well.
        try (var progress = new PullImageResultCallback()) {
            command.exec(progress).awaitCompletion();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.UNAVAILABLE, "interrupted while pulling " + reference, e);
        } catch (IOException | RuntimeException e) {
            throw DockerCalls.translated(e);
        }
    }

    @Override
    public String startSandbox(SandboxSpec spec) {
        String id = created(spec.name(), spec.labels(), named -> DockerCreation.sandbox(client, spec, named));
        try {
            start(id);
            return id;
        } catch (EngineException e) {
            try {
                remove(id);
            } catch (EngineException left) {
                // Whoever looks finds it, and removes it then.
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    @Override
    public String create(ContainerSpec spec) {
        return created(spec.name(), spec.labels(), named -> DockerCreation.container(client, spec, named));
    }

    /**
     * Creates. What an agent that has lost its data left of the same pod is in the way and goes; what another cluster
     * has of it, which was restored from the same backup, stays: then the name has the agent's beside it.
     */
    private String created(
            String name, Map<String, String> specified, Function<DockerCreation.Named, String> creation) {
        Map<String, String> labels = new HashMap<>(specified);
        if (!cluster.isEmpty()) {
            labels.put(ContainerLabels.CLUSTER, cluster);
        }
        return created(new DockerCreation.Named(name, Map.copyOf(labels)), creation);
    }

    private String created(DockerCreation.Named named, Function<DockerCreation.Named, String> creation) {
        try {
            return call(() -> creation.apply(named));
        } catch (EngineException e) {
            String pod = named.labels().getOrDefault(ContainerLabels.POD_UID, "");
            Optional<EngineContainer> left = e.kind() == Kind.CONFLICT && !pod.isEmpty()
                    ? inspect(named.name())
                            .filter(one -> one.label(ContainerLabels.POD_UID).equals(pod))
                    : Optional.empty();
            if (left.isEmpty()) {
                throw e;
            }
            String whose = left.get().label(ContainerLabels.CLUSTER);
            String own = named.name() + "_" + named.labels().getOrDefault(ContainerLabels.OWNER, "");
            if (!whose.isEmpty() && !cluster.isEmpty() && !whose.equals(cluster)) {
                return created(new DockerCreation.Named(own, named.labels()), creation);
            }
            remove(left.get().id());
            return call(() -> creation.apply(named));
        }
    }

    @Override
    public void start(String id) {
        settle(() -> client.startContainerCmd(id).exec());
    }

    @Override
    public void stop(String id, Duration grace) {
        // A stop that waits for nothing kills at once and, other than a kill, returns when there is nothing left.
        int seconds =
                grace.isNegative() ? 0 : (int) Math.min(grace.plusMillis(999).toSeconds(), Integer.MAX_VALUE);
        settle(() -> client.stopContainerCmd(id).withTimeout(seconds).exec(), Kind.NOT_FOUND);
    }

    @Override
    public void remove(String id) {
        List<String> volumes = memoryVolumes(id);
        settle(
                () -> client.removeContainerCmd(id)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec(),
                Kind.NOT_FOUND);
        for (String volume : volumes) {
            // A container of the pod that still uses it keeps it; the last one to go takes it along.
            settle(() -> client.removeVolumeCmd(volume).exec(), Kind.NOT_FOUND, Kind.CONFLICT);
        }
    }

    private List<String> memoryVolumes(String id) {
        try {
            InspectContainerResponse inspected =
                    call(() -> client.inspectContainerCmd(id).exec());
            if (inspected.getMounts() == null) {
                return List.of();
            }
            return inspected.getMounts().stream()
                    .map(InspectContainerResponse.Mount::getName)
                    .filter(name -> name != null && name.startsWith(DockerCreation.MEMORY_VOLUME_PREFIX))
                    .toList();
        } catch (EngineException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    @Override
    public List<EngineContainer> list(Map<String, String> labels) {
        List<Container> found = call(() -> client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(labels)
                .exec());
        var result = new ArrayList<EngineContainer>();
        for (Container container : found) {
            inspect(container.getId()).ifPresent(result::add);
        }
        return result;
    }

    @Override
    public Optional<EngineContainer> inspect(String id) {
        try {
            return Optional.of(DockerViews.container(
                    call(() -> client.inspectContainerCmd(id).exec())));
        } catch (EngineException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Stream logs(String id, LogOptions options, Output output) {
        requireContainer(id);
        LogContainerCmd command = client.logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(options.follow())
                .withTimestamps(options.timestamps());
        Integer tail = options.tailLines();
        if (tail != null) {
            command.withTail(tail);
        }
        if (options.since() != null) {
            command.withSince((int) options.since().getEpochSecond());
        }
        return call(() -> command.exec(new DockerStreams(output, () -> {})));
    }

    private void requireContainer(String id) {
        call(() -> client.inspectContainerCmd(id).exec());
    }

    @Override
    public ExecSession exec(String id, ExecSpec spec, Output output) {
        String exec = call(() -> client.execCreateCmd(id)
                .withCmd(spec.command().toArray(String[]::new))
                .withTty(spec.tty())
                .withAttachStdin(spec.stdin())
                .withAttachStdout(spec.stdout())
                .withAttachStderr(spec.stderr())
                .exec()
                .getId());
        String body = "{\"Detach\":false,\"Tty\":" + spec.tty() + "}";
        return process(
                "/exec/" + exec + "/start",
                body,
                spec,
                output,
                spec.tty(),
                (columns, rows) -> resizeExec(exec, columns, rows),
                () -> execExitCode(exec));
    }

    private ExecSession process(
            String path,
            String body,
            ExecSpec spec,
            Output output,
            boolean raw,
            BiConsumer<Integer, Integer> resize,
            Supplier<Integer> exitCode) {
        try {
            var connection = HijackedConnection.post(host, path, body.getBytes(StandardCharsets.UTF_8));
            return new DockerProcess(connection, output, raw, resize, exitCode);
        } catch (IOException e) {
            throw new EngineException(Kind.UNAVAILABLE, "the Docker engine did not answer: " + e, e);
        }
    }

    private void resizeExec(String exec, int columns, int rows) {
        settle(
                () -> client.resizeExecCmd(exec).withSize(rows, columns).exec(),
                Kind.NOT_FOUND,
                Kind.CONFLICT,
                Kind.REFUSED);
    }

    /** The streams may end a moment before Docker has noted the exit code. */
    private int execExitCode(String exec) {
        for (int attempt = 0; attempt < EXIT_CODE_ATTEMPTS; attempt++) {
            Long code = call(() -> client.inspectExecCmd(exec).exec().getExitCodeLong());
            if (code != null) {
                return code.intValue();
            }
            try {
                Thread.sleep(Duration.ofMillis(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new EngineException(Kind.UNAVAILABLE, "the process has no exit code yet");
    }

    @Override
    public ExecSession attach(String id, ExecSpec spec, Output output) {
        InspectContainerResponse inspected =
                call(() -> client.inspectContainerCmd(id).exec());
        if (!Boolean.TRUE.equals(inspected.getState().getRunning())) {
            throw new EngineException(Kind.CONFLICT, "container " + id + " is not running");
        }
        String path = "/containers/" + id + "/attach?stream=1&stdin=" + (spec.stdin() ? 1 : 0) + "&stdout="
                + (spec.stdout() ? 1 : 0) + "&stderr=" + (spec.stderr() ? 1 : 0);
        return process(
                path,
                "",
                spec,
                output,
                Boolean.TRUE.equals(inspected.getConfig().getTty()),
                (columns, rows) -> resizeContainer(id, columns, rows),
                () -> inspect(id)
                        .filter(EngineContainer::exited)
                        .map(EngineContainer::exitCode)
                        .orElse(0));
    }

    private void resizeContainer(String id, int columns, int rows) {
        settle(
                () -> client.resizeContainerCmd(id).withSize(rows, columns).exec(),
                Kind.NOT_FOUND,
                Kind.CONFLICT,
                Kind.REFUSED);
    }

    @Override
    public Stream events(Consumer<Map<String, String>> listener) {
        return new DockerEvents(client, listener);
    }

    @Override
    public Optional<Usage> usage(String id) {
        var first = new AtomicReference<@Nullable Statistics>();
        try (var callback = new ResultCallback.Adapter<Statistics>() {
            @Override
            public void onNext(Statistics statistics) {
                first.compareAndSet(null, statistics);
            }
        }) {
            client.statsCmd(id).withNoStream(true).exec(callback);
            callback.awaitCompletion();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            throw DockerCalls.translated(e);
        }
        Statistics statistics = first.get();
        if (statistics == null || statistics.getCpuStats() == null || statistics.getMemoryStats() == null) {
            return Optional.empty();
        }
        var cpu = statistics.getCpuStats().getCpuUsage();
        Long nanos = cpu == null ? null : cpu.getTotalUsage();
        Long memory = statistics.getMemoryStats().getUsage();
        return Optional.of(new Usage(nanos == null ? 0 : nanos, memory == null ? 0 : memory));
    }

    @Override
    public void close() {
        close(client);
    }

    private static void close(DockerClient client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
