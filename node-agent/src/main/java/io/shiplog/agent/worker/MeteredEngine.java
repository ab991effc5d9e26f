package io.shiplog.agent.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose calls are counted and timed, under the kubelet's names (pkg/kubelet/metrics, v1.34: {@code
 * kubelet_runtime_operations_*}).
 */
public final class MeteredEngine implements InvocationHandler {
    /** From 5 ms on, each two and a half times the one before. */
    private static final Duration[] DURATIONS = IntStream.range(0, 14)
            .mapToObj(step -> Duration.ofNanos(Math.round(5e6 * Math.pow(2.5, step))))
            .toArray(Duration[]::new);

    private static final Map<String, String> OPERATIONS = Map.ofEntries(
            Map.entry("info", "version"),
            Map.entry("image", "image_status"),
            Map.entry("images", "list_images"),
            Map.entry("pull", "pull_image"),
            Map.entry("startSandbox", "run_podsandbox"),
            Map.entry("create", "create_container"),
            Map.entry("start", "start_container"),
            Map.entry("stop", "stop_container"),
            Map.entry("remove", "remove_container"),
            Map.entry("list", "list_containers"),
            Map.entry("inspect", "container_status"),
            Map.entry("logs", "container_logs"),
            Map.entry("exec", "exec"),
            Map.entry("attach", "attach"),
            Map.entry("usage", "container_stats"));

    private final Engine engine;
    private final MeterRegistry registry;
    private final Map<String, Meters> meters = new ConcurrentHashMap<>();

    private record Meters(Counter total, Counter errors, Timer durations) {}

    private MeteredEngine(Engine engine, MeterRegistry registry) {
        this.engine = engine;
        this.registry = registry;
    }

    /** The same engine, which tells {@code registry} what is asked of it. */
    public static Engine of(Engine engine, MeterRegistry registry) {
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, new MeteredEngine(engine, registry));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String operation = OPERATIONS.get(method.getName());
        if (operation == null) {
            return call(method, arguments);
        }
        Meters of = meters.computeIfAbsent(operation, this::meters);
        of.total().increment();
        long begin = System.nanoTime();
        try {
            return call(method, arguments);
        } catch (EngineException e) {
            of.errors().increment();
            throw e;
        } finally {
            of.durations().record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(engine, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private Meters meters(String operation) {
        return new Meters(
                Counter.builder("kubelet.runtime.operations")
                        .description("Cumulative number of runtime operations by operation type")
                        .tag("operation_type", operation)
                        .register(registry),
                Counter.builder("kubelet.runtime.operations.errors")
                        .description("Cumulative number of runtime operation errors by operation type")
                        .tag("operation_type", operation)
                        .register(registry),
                Timer.builder("kubelet.runtime.operations.duration")
                        .description("Duration in seconds of runtime operations, by operation type")
                        .tag("operation_type", operation)
                        .serviceLevelObjectives(DURATIONS)
                        .register(registry));
    }
}
