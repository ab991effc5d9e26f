package io.shiplog.agent.engine.simulated;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.ContainerSpec;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.EngineInfo;
import io.shiplog.agent.engine.ExecSession;
import io.shiplog.agent.engine.ExecSpec;
import io.shiplog.agent.engine.ImageInfo;
import io.shiplog.agent.engine.LogOptions;
import io.shiplog.agent.engine.RegistryLogin;
import io.shiplog.agent.engine.SandboxSpec;
import io.shiplog.agent.engine.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * An engine without processes: a container is its state, and its command says when it ends ({@link SimulatedProgram}).
 * No call blocks; one timer thread serves all containers. Addresses and ids depend on the order of calls only.
 */
public final class SimulatedEngine implements Engine {
    private final Simulation simulation;
    private final InstantSource clock;
    private final AddressPool addresses;
    private final AtomicLong ids = new AtomicLong();
    private final Map<String, SimulatedContainer> containers = new ConcurrentHashMap<>();
    private final Map<String, Set<SimulatedContainer>> byPod = new ConcurrentHashMap<>();
    private final Map<String, ImageInfo> images = new ConcurrentHashMap<>();
    private final List<Consumer<Map<String, String>>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer;

    public SimulatedEngine(Simulation simulation, InstantSource clock) {
        this.simulation = simulation;
        this.clock = clock;
        this.addresses = new AddressPool(simulation.addresses());
        var executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("simulated-engine").factory());
        executor.setRemoveOnCancelPolicy(true);
        this.timer = executor;
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo(
                "simulated://1.0",
                "Simulated",
                "6.1.0-simulated",
                "amd64",
                simulation.cpus(),
                simulation.memoryBytes());
    }

    @Override
    public Optional<ImageInfo> image(String reference) {
        return Optional.ofNullable(images.get(reference));
    }

    @Override
    public List<ImageInfo> images() {
        return List.copyOf(images.values());
    }

    @Override
    public void pull(String reference, List<RegistryLogin> logins) {
        if (!simulation.pullable().test(reference)) {
            throw new EngineException(EngineException.Kind.NOT_FOUND, "manifest for " + reference + " not found");
        }
        String id = String.format("sha256:%064x", reference.hashCode() & 0xffffffffL);
        images.put(reference, new ImageInfo(id, List.of(reference), 1 << 20, ""));
    }

    @Override
    public String startSandbox(SandboxSpec spec) {
        String address = spec.network().host() ? "" : addresses.take();
        var sandbox = new SimulatedContainer(newId(), spec.labels(), "pause", address, clock.instant());
        add(sandbox);
        sandbox.run(clock.instant());
        return sandbox.id;
    }

    @Override
    public String create(ContainerSpec spec) {
        ImageInfo image = images.values().stream()
                .filter(known ->
                        known.id().equals(spec.image()) || known.names().contains(spec.image()))
                .findFirst()
                .orElseThrow(
                        () -> new EngineException(EngineException.Kind.NOT_FOUND, "No such image: " + spec.image()));
        if (!found(spec.sandbox()).running()) {
            throw new EngineException(EngineException.Kind.CONFLICT, "sandbox " + spec.sandbox() + " is not running");
        }
        var container = new SimulatedContainer(newId(), imageAsId(spec, image), clock.instant());
        add(container);
        return container.id;
    }

    private static ContainerSpec imageAsId(ContainerSpec spec, ImageInfo image) {
        return new ContainerSpec(
                spec.name(),
                spec.sandbox(),
                image.id(),
                spec.labels(),
                spec.process(),
                spec.mounts(),
                spec.resources(),
                spec.security());
    }

    @Override
    public void start(String id) {
        SimulatedContainer container = found(id);
        synchronized (container) {
            if (!container.startable()) {
                throw new EngineException(EngineException.Kind.CONFLICT, "container " + id + " was started before");
            }
            container.starting();
        }
        if (simulation.startTime().isZero()) {
            run(container);
        } else {
            later(simulation.startTime(), () -> run(container));
        }
    }

    private void run(SimulatedContainer container) {
        synchronized (container) {
            if (!container.alive()) {
                return;
            }
            container.run(clock.instant());
        }
        tell(container);
        if (!container.program.actions().isEmpty() || !container.program.forever()) {
            step(container, new ArrayDeque<>(container.program.actions()));
        }
    }

    private void step(SimulatedContainer container, Deque<SimulatedProgram.Action> left) {
        while (!left.isEmpty() && container.running()) {
            switch (left.removeFirst()) {
                case SimulatedProgram.Print print ->
                    container.print(new SimulatedContainer.Line(clock.instant(), print.line(), print.error()));
                case SimulatedProgram.Sleep sleep -> {
                    later(sleep.time(), () -> step(container, left));
                    return;
                }
                case SimulatedProgram.Exit exit -> {
                    exit(container.id, exit.code());
                    return;
                }
                case SimulatedProgram.Copy ignored -> {
                    // A container without input waits for one that never comes, until it is stopped.
                    return;
                }
            }
        }
        if (!container.program.forever()) {
            exit(container.id, 0);
        }
    }

    /** Lets a running container end by itself with {@code code}, as a crash or a finished job would. */
    public void exit(String id, int code) {
        SimulatedContainer container = containers.get(id);
        if (container != null && container.end(code, clock.instant())) {
            tell(container);
        }
    }

    @Override
    public void stop(String id, Duration grace) {
        exit(id, grace.isZero() ? 137 : 143);
    }

    @Override
    public void remove(String id) {
        exit(id, 137);
        SimulatedContainer container = containers.remove(id);
        if (container == null) {
            return;
        }
        byPod.computeIfPresent(container.labels.getOrDefault(ContainerLabels.POD_UID, ""), (uid, all) -> {
            all.remove(container);
            return all.isEmpty() ? null : all;
        });
        if (!container.address.isEmpty()) {
            addresses.free(container.address);
        }
    }

    @Override
    public List<EngineContainer> list(Map<String, String> labels) {
        String pod = labels.get(ContainerLabels.POD_UID);
        Collection<SimulatedContainer> candidates =
                pod == null ? containers.values() : byPod.getOrDefault(pod, Set.of());
        var result = new ArrayList<EngineContainer>();
        for (SimulatedContainer container : candidates) {
            if (container.labels.entrySet().containsAll(labels.entrySet())) {
                result.add(container.view());
            }
        }
        return result;
    }

    @Override
    public Optional<EngineContainer> inspect(String id) {
        return Optional.ofNullable(containers.get(id)).map(SimulatedContainer::view);
    }

    @Override
    public Stream logs(String id, LogOptions options, Output output) {
        SimulatedContainer container = found(id);
        synchronized (container) {
            List<SimulatedContainer.Line> lines = container.lines();
            Instant since = options.since();
            Integer tail = options.tailLines();
            int first = tail == null ? 0 : Math.max(0, lines.size() - tail);
            for (SimulatedContainer.Line line : lines.subList(first, lines.size())) {
                if (since == null || !line.time().isBefore(since)) {
                    SimulatedContainer.deliver(options.timestamps() ? line.stamped() : line, output);
                }
            }
            var follower = new SimulatedContainer.Follower(output, options.timestamps());
            if (!options.follow() || !container.follow(follower)) {
                output.end(null);
            }
            return () -> container.unfollow(follower);
        }
    }

    @Override
    public ExecSession exec(String id, ExecSpec spec, Output output) {
        if (!found(id).running()) {
            throw new EngineException(EngineException.Kind.CONFLICT, "container " + id + " is not running");
        }
        if (SimulatedProgram.parse(spec.command()).forever()) {
            throw new EngineException(
                    EngineException.Kind.REFUSED,
                    "no processes run in a simulated container: it cannot run \"" + String.join(" ", spec.command())
                            + "\" (it knows cat, echo, exit, false, sleep, true, and sh -c with a sequence of them)");
        }
        var session = new SimulatedExec(spec, output, timer);
        session.step();
        return session;
    }

    @Override
    public ExecSession attach(String id, ExecSpec spec, Output output) {
        if (!found(id).running()) {
            throw new EngineException(EngineException.Kind.CONFLICT, "container " + id + " is not running");
        }
        var session = new SimulatedExec(new ExecSpec(List.of("cat"), spec.tty(), true, true, true), output, timer);
        session.step();
        return session;
    }

    @Override
    public Stream events(Consumer<Map<String, String>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Optional<Usage> usage(String id) {
        return inspect(id).filter(EngineContainer::running).map(container -> new Usage(1_000_000, 1 << 20));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private SimulatedContainer found(String id) {
        SimulatedContainer container = containers.get(id);
        if (container == null) {
            throw new EngineException(EngineException.Kind.NOT_FOUND, "No such container: " + id);
        }
        return container;
    }

    private void add(SimulatedContainer container) {
        containers.put(container.id, container);
        byPod.compute(container.labels.getOrDefault(ContainerLabels.POD_UID, ""), (uid, all) -> {
            Set<SimulatedContainer> set = all == null ? ConcurrentHashMap.newKeySet(4) : all;
            set.add(container);
            return set;
        });
    }

    private void tell(SimulatedContainer container) {
        for (Consumer<Map<String, String>> listener : listeners) {
            listener.accept(container.labels);
        }
    }

    private void later(Duration time, Runnable action) {
        timer.schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private String newId() {
        return String.format("%064x", ids.incrementAndGet());
    }
}
